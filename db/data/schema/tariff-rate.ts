import { bigint, boolean, integer, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** One line of a tariff; amounts in ten-thousandths of the currency. */
export const tariffRate = dataSchema.table(
  "tariff_rate",
  {
    perMinute: bigint("per_minute", { mode: "number" }).notNull(), // plain
    connection: bigint("connection", { mode: "number" }).notNull(), // plain
    minimum: bigint("minimum", { mode: "number" }).notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    line: integer("line").notNull(), // plain
    firstSeconds: integer("first_seconds").notNull(), // plain
    intervalSeconds: integer("interval_seconds").notNull(), // plain
    freeSeconds: integer("free_seconds").notNull(), // plain
    days: smallint("days").notNull(), // plain: bits of weekdays, Monday = 1
    fromMinute: smallint("from_minute").notNull(), // plain
    toMinute: smallint("to_minute").notNull(), // plain
    tariffId: uuid("tariff_id").notNull(), // plain
    short: boolean("short").notNull(), // plain
    incoming: boolean("incoming").notNull(), // plain
    prefix: text("prefix").notNull(), // plain: the beginning of numbers, never a person's whole one
    name: text("name").notNull(), // plain: what it is called; numbers are refused
  },
  (table) => [primaryKey({ columns: [table.companyId, table.tariffId, table.line] })],
);
