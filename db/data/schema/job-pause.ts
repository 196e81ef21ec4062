import { text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** The last pause of a job; it ends by itself. Reached through definer functions only. */
export const jobPause = dataSchema.table("job_pause", {
  name: text("name").notNull().primaryKey(), // plain
  pausedAt: instant("paused_at").notNull(), // plain
  pausedUntil: instant("paused_until").notNull(), // plain
  endedAt: instant("ended_at"), // plain
  pausedBy: text("paused_by").notNull(), // personal: who administers
  reason: text("reason").notNull(), // plain
});
