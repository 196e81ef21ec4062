import { bigint, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** One transfer session (COL-14): counts only. */
export const transferSession = dataSchema.table(
  "transfer_session",
  {
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    startedAt: instant("started_at").notNull(), // plain
    lastAt: instant("last_at").notNull(), // plain
    endedAt: instant("ended_at"), // plain
    outcome: text("outcome"), // plain
    error: text("error"), // plain
    holder: text("holder"), // plain
    bytes: bigint("bytes", { mode: "number" }).notNull(), // plain
    files: integer("files").notNull(), // plain
    frames: bigint("frames", { mode: "number" }).notNull(), // plain
    records: bigint("records", { mode: "number" }).notNull(), // plain
    undefinedLines: bigint("undefined_lines", { mode: "number" }).notNull(), // plain
    duplicates: bigint("duplicates", { mode: "number" }).notNull(), // plain
    joined: bigint("joined", { mode: "number" }).notNull(), // plain
    filtered: bigint("filtered", { mode: "number" }).notNull(), // plain
    late: bigint("late", { mode: "number" }).notNull(), // plain
    errors: integer("errors").notNull(), // plain
    waiting: bigint("waiting", { mode: "number" }).notNull(), // plain
    readFrames: bigint("read_frames", { mode: "number" }).notNull(), // plain
    further: bigint("further", { mode: "number" }).notNull(), // plain
    implausible: bigint("implausible", { mode: "number" }).notNull(), // plain
    apart: bigint("apart", { mode: "number" }).notNull(), // plain
    badLines: bigint("bad_lines", { mode: "number" }).notNull(), // plain
    leftOut: bigint("left_out", { mode: "number" }).notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
