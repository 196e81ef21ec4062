import { boolean, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Below what the calls of a company, or of one source, are kept apart. */
export const threshold = dataSchema.table(
  "threshold",
  {
    setAt: instant("set_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain: 0 = the company's, for every source without its own
    durationSeconds: integer("duration_seconds"), // plain
    ringSeconds: integer("ring_seconds"), // plain
    costCents: integer("cost_cents"), // plain
    setBy: uuid("set_by"), // personal: points at an employee
    unanswered: boolean("unanswered").notNull(), // plain
    internal: boolean("internal").notNull(), // plain
    setByName: text("set_by_name").notNull(), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId] })],
);
