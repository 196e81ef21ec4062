import { bigint, boolean, date, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, dataSchema, instant } from "./columns.ts";

/** A search by a pattern over a period, made by a job. */
export const patternSearch = dataSchema.table(
  "pattern_search",
  {
    createdAt: instant("created_at").notNull(), // plain
    startedAt: instant("started_at"), // plain
    finishedAt: instant("finished_at"), // plain
    expiresAt: instant("expires_at").notNull(), // plain
    subjectsTotal: bigint("subjects_total", { mode: "number" }).notNull().default(0), // plain
    subjectsDone: bigint("subjects_done", { mode: "number" }).notNull().default(0), // plain
    companyId: integer("company_id").notNull(), // plain
    calls: integer("calls").notNull().default(0), // plain
    leftOut: integer("left_out").notNull().default(0), // plain
    fromDay: date("from_day").notNull(), // plain
    toDay: date("to_day").notNull(), // plain
    id: uuid("id").notNull(), // plain
    accountId: uuid("account_id").notNull(), // personal: points at an employee
    selectionId: uuid("selection_id"), // plain
    state: text("state").notNull(), // plain
    purpose: text("purpose").notNull(), // plain: numbers are refused
    limited: boolean("limited").notNull().default(false), // plain
    cancelRequested: boolean("cancel_requested").notNull().default(false), // plain
    sealed: bytea("sealed").notNull(), // sealed: the pattern, under a key of its own that dies after two days
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
