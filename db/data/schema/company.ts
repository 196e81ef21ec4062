import { boolean, integer, smallint, text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A controller, and how its numbers are read where a source says nothing else. */
export const company = dataSchema.table("company", {
  id: integer("id").notNull().primaryKey(), // plain
  resellerId: integer("reseller_id").notNull(), // plain
  slug: text("slug").notNull(), // plain
  name: text("name").notNull(), // plain
  kind: text("kind").notNull(), // plain
  timeZone: text("time_zone").notNull(), // plain
  country: text("country").notNull(), // plain
  outsideLine: text("outside_line"), // plain
  extensionDigits: smallint("extension_digits"), // plain
  internationalPrefix: text("international_prefix"), // plain
  language: text("language").notNull(), // plain
  createdAt: instant("created_at").notNull(), // plain
  deletedAt: instant("deleted_at"), // plain
  demo: boolean("demo").notNull(), // plain
  internal: boolean("internal").notNull(), // plain
});
