import { integer, text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** The clean-ups of the installation that destroyed something. */
export const sweepLog = dataSchema.table("sweep_log", {
  at: instant("at").primaryKey(), // plain
  tookMs: integer("took_ms").notNull(), // plain
  companies: integer("companies").notNull(), // plain
  keys: integer("keys").notNull(), // plain
  daysDropped: integer("days_dropped").notNull(), // plain
  confirmedBy: text("confirmed_by"), // personal: an employee
});
