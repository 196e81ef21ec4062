import { integer, jsonb, primaryKey } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What a transport says of itself while it runs. */
export const sourceLive = dataSchema.table(
  "source_live",
  {
    at: instant("at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    figures: jsonb("figures").notNull(), // plain: counts and states by name
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId] })],
);
