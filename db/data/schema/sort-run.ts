import { bigint, boolean, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** The stored calls of a company sorted anew, by a job. */
export const sortRun = dataSchema.table(
  "sort_run",
  {
    createdAt: instant("created_at").notNull(), // plain
    startedAt: instant("started_at"), // plain
    finishedAt: instant("finished_at"), // plain
    total: bigint("total", { mode: "number" }).notNull().default(0), // plain
    looked: bigint("looked", { mode: "number" }).notNull().default(0), // plain
    setApart: bigint("set_apart", { mode: "number" }).notNull().default(0), // plain
    putBack: bigint("put_back", { mode: "number" }).notNull().default(0), // plain
    changed: bigint("changed", { mode: "number" }).notNull().default(0), // plain
    companyId: integer("company_id").notNull(), // plain
    version: integer("version").notNull(), // plain: of the rules it sorts by
    id: uuid("id").notNull(), // plain
    atId: uuid("at_id"), // plain: the last call that was looked at
    askedBy: uuid("asked_by"), // personal: points at an employee
    state: text("state").notNull(), // plain
    askedByName: text("asked_by_name").notNull(), // personal: an employee
    cancelRequested: boolean("cancel_requested").notNull().default(false), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
