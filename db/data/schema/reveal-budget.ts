import { integer, jsonb, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** When somebody revealed values in the last hour, so that the hour's budget can be counted. */
export const revealBudget = dataSchema.table(
  "reveal_budget",
  {
    companyId: integer("company_id").notNull(), // plain
    accountId: uuid("account_id").notNull(), // personal: points at an employee
    spent: jsonb("spent").notNull(), // personal: moments at which that employee worked, in milliseconds
  },
  (table) => [primaryKey({ columns: [table.companyId, table.accountId] })],
);
