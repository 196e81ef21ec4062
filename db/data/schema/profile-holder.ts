import { integer, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Who has which own profile; without a row somebody has the built-in one of their account. */
export const profileHolder = dataSchema.table(
  "profile_holder",
  {
    companyId: integer("company_id").notNull(), // plain
    accountId: uuid("account_id").notNull(), // personal: points at an employee
    profileId: uuid("profile_id").notNull(), // plain
    since: instant("since").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.accountId] })],
);
