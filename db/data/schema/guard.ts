import { integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** How long a source may be silent while its company works; source 0 is the company as a whole. */
export const guard = dataSchema.table(
  "guard",
  {
    since: instant("since").notNull(), // plain: silence before it does not count
    setAt: instant("set_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    minutes: integer("minutes").notNull(), // plain
    setBy: uuid("set_by"), // personal: points at an employee
    kind: text("kind").notNull(), // plain
    setByName: text("set_by_name").notNull(), // personal: an employee
    calendar: jsonb("calendar"), // plain: hours, holidays and closed days
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId, table.kind] })],
);
