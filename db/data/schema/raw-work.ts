import { bigint, boolean, date, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Work with raw records of stored calls: verified, or read anew. */
export const rawWork = dataSchema.table(
  "raw_work",
  {
    createdAt: instant("created_at").notNull(), // plain
    startedAt: instant("started_at"), // plain
    finishedAt: instant("finished_at"), // plain
    segmentsTotal: bigint("segments_total", { mode: "number" }).notNull().default(0), // plain
    segmentsDone: bigint("segments_done", { mode: "number" }).notNull().default(0), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    layoutId: integer("layout_id"), // plain
    layoutVersion: integer("layout_version"), // plain
    attempt: integer("attempt").notNull().default(0), // plain
    fromDay: date("from_day").notNull(), // plain
    toDay: date("to_day").notNull(), // plain
    atDay: date("at_day"), // plain
    id: uuid("id").notNull(), // plain
    accountId: uuid("account_id").notNull(), // personal: points at an employee
    atId: uuid("at_id"), // plain
    kind: text("kind").notNull(), // plain
    state: text("state").notNull(), // plain
    driver: text("driver"), // plain
    driverOptions: jsonb("driver_options"), // plain
    counts: jsonb("counts").notNull().default({}), // plain
    error: text("error"), // plain
    cancelRequested: boolean("cancel_requested").notNull().default(false), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
