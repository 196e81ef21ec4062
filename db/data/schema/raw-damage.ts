import { date, integer, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** Where a verification found a raw record damaged. */
export const rawDamage = dataSchema.table(
  "raw_damage",
  {
    companyId: integer("company_id").notNull(), // plain
    workId: uuid("work_id").notNull(), // plain
    segmentId: uuid("segment_id").notNull(), // plain
    ordinal: smallint("ordinal").notNull(), // plain: -1 = the whole segment
    callDay: date("call_day").notNull(), // plain
    records: integer("records").notNull(), // plain
    reason: text("reason").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.workId, table.segmentId, table.ordinal, table.reason] })],
);
