import { bigint, date, integer, primaryKey, smallint } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** How many frames the gate left out, shielded or struck on a day of reception, by rule and category. */
export const gateCount = dataSchema.table(
  "gate_count",
  {
    day: date("day").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    code: integer("code").notNull(), // plain
    frames: bigint("frames", { mode: "number" }).notNull(), // plain
    kind: smallint("kind").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.day, table.sourceId, table.kind, table.code] })],
);
