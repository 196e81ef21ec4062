import { integer, primaryKey, text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A dialect as data, made in the portal; what it says stands in its versions. */
export const layout = dataSchema.table(
  "layout",
  {
    createdAt: instant("created_at").notNull(), // plain
    removedAt: instant("removed_at"), // plain
    companyId: integer("company_id").notNull(), // plain
    id: integer("id").notNull(), // plain
    name: text("name").notNull(), // plain: names with digits enough for a number are refused
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
