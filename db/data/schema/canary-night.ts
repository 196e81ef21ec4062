import { jsonb, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What each night's canary saw, signed. It is about nobody: the canary is invented. */
export const canaryNight = dataSchema.table("canary_night", {
  startedAt: instant("started_at").notNull(), // plain
  finishedAt: instant("finished_at").notNull(), // plain
  id: uuid("id").notNull().primaryKey(), // plain
  outcome: text("outcome").notNull(), // plain
  kid: text("kid").notNull(), // plain
  jws: text("jws").notNull(), // plain
  summary: jsonb("summary").notNull(), // plain
});
