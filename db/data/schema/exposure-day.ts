import { bigint, date, integer, primaryKey } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What a leak of both clusters would give away, as it was on a day: counts, never whose. */
export const exposureDay = dataSchema.table(
  "exposure_day",
  {
    measuredAt: instant("measured_at").notNull(), // plain
    numbers: bigint("numbers", { mode: "number" }).notNull(), // plain
    ssns: bigint("ssns", { mode: "number" }).notNull(), // plain
    truncated: bigint("truncated", { mode: "number" }).notNull(), // plain
    names: bigint("names", { mode: "number" }).notNull(), // plain
    appearances: bigint("appearances", { mode: "number" }).notNull(), // plain
    rawRecords: bigint("raw_records", { mode: "number" }).notNull(), // plain
    undefinedLines: bigint("undefined_lines", { mode: "number" }).notNull(), // plain
    calls: bigint("calls", { mode: "number" }).notNull(), // plain
    oldestDays: integer("oldest_days").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    day: date("day").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.day] })],
);
