import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Whether the tariff or the telephone system says first what a call costs. */
export const costChoice = dataSchema.table(
  "cost_choice",
  {
    setAt: instant("set_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain: 0 = the company's, for every source without its own
    setBy: uuid("set_by"), // personal: points at an employee
    first: text("first").notNull(), // plain
    setByName: text("set_by_name").notNull(), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId] })],
);
