import { boolean, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Whether a company collects a field at all, where it has said so. */
export const collectedField = dataSchema.table(
  "collected_field",
  {
    setAt: instant("set_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    setBy: uuid("set_by"), // personal: points at an employee
    kept: boolean("kept").notNull(), // plain
    field: text("field").notNull(), // plain
    setByName: text("set_by_name").notNull(), // personal: an employee
    reason: text("reason").notNull(), // plain: written by a person
  },
  (table) => [primaryKey({ columns: [table.companyId, table.field] })],
);
