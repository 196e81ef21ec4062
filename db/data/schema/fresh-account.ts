import { integer, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Until when an account counts as no second person, because somebody else gave it away lately. */
export const freshAccount = dataSchema.table(
  "fresh_account",
  {
    settlesAt: instant("settles_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    accountId: uuid("account_id").notNull(), // personal: points at an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.accountId] })],
);
