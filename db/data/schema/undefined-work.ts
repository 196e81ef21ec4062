import { bigint, boolean, date, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Work with lines no driver understood: read anew, or given a second key after others of their day were erased. */
export const undefinedWork = dataSchema.table(
  "undefined_work",
  {
    createdAt: instant("created_at").notNull(), // plain
    startedAt: instant("started_at"), // plain
    finishedAt: instant("finished_at"), // plain
    fromAt: instant("from_at").notNull(), // plain
    beforeAt: instant("before_at").notNull(), // plain
    linesTotal: bigint("lines_total", { mode: "number" }).notNull().default(0), // plain
    linesDone: bigint("lines_done", { mode: "number" }).notNull().default(0), // plain
    records: bigint("records", { mode: "number" }).notNull().default(0), // plain
    duplicates: bigint("duplicates", { mode: "number" }).notNull().default(0), // plain
    joined: bigint("joined", { mode: "number" }).notNull().default(0), // plain
    filtered: bigint("filtered", { mode: "number" }).notNull().default(0), // plain
    late: bigint("late", { mode: "number" }).notNull().default(0), // plain
    linesLeft: bigint("lines_left", { mode: "number" }).notNull().default(0), // plain
    atPosition: bigint("at_position", { mode: "number" }), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id"), // plain
    layoutId: integer("layout_id"), // plain
    layoutVersion: integer("layout_version"), // plain
    attempt: integer("attempt").notNull().default(0), // plain
    fromDay: date("from_day").notNull(), // plain
    toDay: date("to_day").notNull(), // plain
    id: uuid("id").notNull(), // plain
    accountId: uuid("account_id").notNull(), // personal: points at an employee
    atDelivery: uuid("at_delivery"), // plain
    atId: uuid("at_id"), // plain
    kind: text("kind").notNull(), // plain
    state: text("state").notNull(), // plain
    driver: text("driver"), // plain
    driverOptions: jsonb("driver_options"), // plain
    atState: text("at_state"), // plain: what the file had said before, as in the checkpoint
    error: text("error"), // plain
    slices: integer("slices").array().notNull().default([]), // plain
    cancelRequested: boolean("cancel_requested").notNull().default(false), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
