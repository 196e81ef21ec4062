import { integer, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What runs: each process of the installation says every half minute that it is there. Reached through definer functions only. */
export const process = dataSchema.table("process", {
  id: uuid("id").notNull().primaryKey(), // plain
  name: text("name").notNull(), // plain
  release: text("release").notNull(), // plain
  machine: text("machine").notNull(), // plain: a short hash of the machine's name
  startedAt: instant("started_at").notNull(), // plain
  seenAt: instant("seen_at").notNull(), // plain
  metricsPort: integer("metrics_port"), // plain
});
