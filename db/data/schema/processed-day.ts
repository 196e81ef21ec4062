import { bigint, date, integer, primaryKey } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What became of everything a source brought on a day of reception: counts only, which outlive sessions and calls. */
export const processedDay = dataSchema.table(
  "processed_day",
  {
    day: date("day").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    processedAt: instant("processed_at"), // plain: when a new call of that day was last stored
    frames: bigint("frames", { mode: "number" }).notNull(), // plain
    further: bigint("further", { mode: "number" }).notNull(), // plain: calls beyond the first of their frame
    records: bigint("records", { mode: "number" }).notNull(), // plain
    duplicates: bigint("duplicates", { mode: "number" }).notNull(), // plain
    joined: bigint("joined", { mode: "number" }).notNull(), // plain
    filtered: bigint("filtered", { mode: "number" }).notNull(), // plain
    undefinedLines: bigint("undefined_lines", { mode: "number" }).notNull(), // plain
    waiting: bigint("waiting", { mode: "number" }).notNull(), // plain
    late: bigint("late", { mode: "number" }).notNull(), // plain
    implausible: bigint("implausible", { mode: "number" }).notNull(), // plain
    apart: bigint("apart", { mode: "number" }).notNull(), // plain
    badLines: bigint("bad_lines", { mode: "number" }).notNull(), // plain
    leftOut: bigint("left_out", { mode: "number" }).notNull(), // plain
    shielded: bigint("shielded", { mode: "number" }).notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId, table.day] })],
);
