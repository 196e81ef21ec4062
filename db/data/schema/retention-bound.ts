import { integer, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** How short and how long the operator of the installation lets a class be kept; null = no bound on that side. */
export const retentionBound = dataSchema.table("retention_bound", {
  class: smallint("class").primaryKey(), // plain
  shortestDays: integer("shortest_days"), // plain
  longestDays: integer("longest_days"), // plain
  reason: text("reason").notNull(), // plain: written by a person
  setBy: uuid("set_by"), // personal: points at an employee
  setByName: text("set_by_name").notNull(), // personal: an employee
  setAt: instant("set_at").notNull(), // plain
});
