import { integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What a company leaves out and shields before the inbox. Numbers in it are of organisations. */
export const gateSetting = dataSchema.table(
  "gate_setting",
  {
    setAt: instant("set_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    version: integer("version").notNull(), // plain
    setBy: uuid("set_by"), // personal: points at an employee
    kind: text("kind").notNull(), // plain
    setByName: text("set_by_name").notNull(), // personal: an employee
    settings: jsonb("settings").notNull(), // plain: numbers of organisations, and names of rules written by a person
  },
  (table) => [primaryKey({ columns: [table.companyId, table.kind] })],
);
