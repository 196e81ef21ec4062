import { date, integer, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What calls cost from a day on. */
export const tariff = dataSchema.table(
  "tariff",
  {
    addedAt: instant("added_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    validFrom: date("valid_from").notNull(), // plain
    lines: integer("lines").notNull(), // plain
    prefixes: integer("prefixes").notNull(), // plain
    id: uuid("id").notNull(), // plain
    addedBy: uuid("added_by"), // personal: points at an employee
    addedByName: text("added_by_name").notNull(), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] }), unique().on(table.companyId, table.validFrom)],
);
