import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What a layout says, as it was saved once; it never changes. */
export const layoutVersion = dataSchema.table(
  "layout_version",
  {
    madeAt: instant("made_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    layoutId: integer("layout_id").notNull(), // plain
    version: integer("version").notNull(), // plain
    madeBy: uuid("made_by"), // personal: points at an employee
    kind: text("kind").notNull(), // plain
    madeByName: text("made_by_name").notNull(), // personal: an employee
    layout: text("layout").notNull(), // plain: columns and where they stand; texts with a number in them are refused
  },
  (table) => [primaryKey({ columns: [table.companyId, table.layoutId, table.version] })],
);
