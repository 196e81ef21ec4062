import { integer, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** What has read records: a driver, with the version of a layout where it was told one. */
export const reader = dataSchema.table(
  "reader",
  {
    companyId: integer("company_id").notNull(), // plain
    id: integer("id").notNull(), // plain
    layoutId: integer("layout_id"), // plain
    layoutVersion: integer("layout_version"), // plain
    driver: text("driver").notNull(), // plain
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    unique().on(table.companyId, table.driver, table.layoutId, table.layoutVersion).nullsNotDistinct(),
  ],
);
