import { integer, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What was put right in a call and why; never what it was. */
export const correction = dataSchema.table(
  "correction",
  {
    correctedAt: instant("corrected_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    role: smallint("role"), // plain
    class: smallint("class"), // plain
    id: uuid("id").notNull(), // plain
    recordId: uuid("record_id").notNull(), // plain: the call's id
    correctedBy: uuid("corrected_by"), // personal: points at an employee
    what: text("what").notNull(), // plain
    reason: text("reason").notNull(), // plain: numbers are taken out
    correctedByName: text("corrected_by_name").notNull(), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
