import { integer, text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Who sets companies up. */
export const reseller = dataSchema.table("reseller", {
  id: integer("id").notNull().primaryKey(), // plain
  name: text("name").notNull(), // plain
  createdAt: instant("created_at").notNull(), // plain
});
