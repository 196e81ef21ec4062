import { date, integer, primaryKey, smallint, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What happened: one row a call, partitioned by month of its id. The order of the columns leaves no padding. */
export const callRecord = dataSchema.table(
  "call_record",
  {
    startedAt: instant("started_at").notNull(), // plain
    id: uuid("id").notNull(), // plain
    segmentId: uuid("segment_id"), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    callDay: date("call_day").notNull(), // plain
    durationSeconds: integer("duration_seconds").notNull(), // plain
    parties: integer("parties").notNull(), // plain: bits of domain/codes partyBit
    product: smallint("product").notNull(), // plain
    kind: smallint("kind").notNull(), // plain
    direction: smallint("direction"), // plain
    disposition: smallint("disposition"), // plain
    ordinal: smallint("ordinal"), // plain
    endpointId: integer("endpoint_id"), // personal: an employee's extension, named in the keyring only
    queueId: integer("queue_id"), // plain
    trunkId: integer("trunk_id"), // plain
    ringSeconds: integer("ring_seconds"), // plain
    costCents: integer("cost_cents"), // plain
    erased: integer("erased"), // plain: bits, null = none
    late: integer("late"), // plain: bits, null = none
    partOf: uuid("part_of"), // plain
    apart: smallint("apart"), // plain: bits of domain/sorted THRESHOLDS, null = none
    nature: smallint("nature"), // plain: code of domain/sorted NATURES, null = not told
    category: smallint("category"), // plain: code of domain/sorted CATEGORIES, null = no number was shielded
    mosHundredths: smallint("mos_hundredths"), // plain: what was measured of its sound, null = not told
    jitterMs: smallint("jitter_ms"), // plain
    latencyMs: smallint("latency_ms"), // plain
    lossPermille: smallint("loss_permille"), // plain
    codec: smallint("codec"), // plain: code of domain/quality CODECS
    ruled: smallint("ruled"), // plain: what rules said before a hand marked it
    markedBy: uuid("marked_by"), // personal: points at the employee whose hand it was
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
