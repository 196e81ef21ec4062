import { boolean, integer, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** How often somebody has asked about a person since their hour began. Reached through definer functions only. */
export const searchBudget = dataSchema.table(
  "search_budget",
  {
    beganAt: instant("began_at").notNull(), // personal: a moment at which an employee worked
    companyId: integer("company_id").notNull(), // plain
    searches: integer("searches").notNull(), // personal: how much an employee searched
    accountId: uuid("account_id").notNull(), // personal: points at an employee
    told: boolean("told").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.accountId] })],
);
