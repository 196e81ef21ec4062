import { boolean, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A question kept under a name: filters, order and columns, never whom it is about. */
export const savedView = dataSchema.table(
  "saved_view",
  {
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    accountId: uuid("account_id").notNull(), // personal: points at an employee
    name: text("name").notNull(), // plain: names with digits enough for a number are refused
    shared: boolean("shared").notNull(), // plain
    question: jsonb("question").notNull(), // plain: codes, days and random ids of extensions
    changedAt: instant("changed_at").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
