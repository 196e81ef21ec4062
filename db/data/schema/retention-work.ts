import { bigint, date, integer } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** How far a changed rule has reached into what is stored; one row a company, the last work. */
export const retentionWork = dataSchema.table("retention_work", {
  startedAt: instant("started_at").notNull(), // plain
  endedAt: instant("ended_at"), // plain
  companyId: integer("company_id").primaryKey(), // plain
  slices: integer("slices").notNull(), // plain
  slicesDone: integer("slices_done").notNull(), // plain
  rowsToDo: bigint("rows_to_do", { mode: "number" }).notNull(), // plain
  rowsDone: bigint("rows_done", { mode: "number" }).notNull(), // plain
  movingSlice: integer("moving_slice"), // plain
  movingFrom: date("moving_from"), // plain
  movingTo: date("moving_to"), // plain
});
