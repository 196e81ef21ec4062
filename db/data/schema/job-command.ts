import { integer, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What people ask the worker to do with jobs; it takes them one by one. Reached through definer functions only. */
export const jobCommand = dataSchema.table("job_command", {
  id: uuid("id").notNull().primaryKey(), // plain
  kind: text("kind").notNull(), // plain
  name: text("name"), // plain
  jobId: uuid("job_id"), // plain
  jobState: text("job_state"), // plain
  before: instant("before"), // plain
  askedAt: instant("asked_at").notNull(), // plain
  askedBy: text("asked_by").notNull(), // personal: who administers
  takenAt: instant("taken_at"), // plain
  doneAt: instant("done_at"), // plain
  outcome: text("outcome"), // plain
  affected: integer("affected"), // plain
});
