import { date, integer, primaryKey, smallint, uuid } from "drizzle-orm/pg-core";
import { bytea, dataSchema, instant } from "./columns.ts";

/** Up to 128 raw records of one slice, sealed. Partitioned by the day they end on. */
export const rawSegment = dataSchema.table(
  "raw_segment",
  {
    companyId: integer("company_id").notNull(), // plain
    expiresOn: date("expires_on").notNull(), // plain
    sliceId: integer("slice_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    deliveryId: uuid("delivery_id").notNull(), // plain
    product: smallint("product").notNull(), // plain
    records: smallint("records").notNull(), // plain
    sealed: bytea("sealed").notNull(), // sealed under the slice's key
    readerId: integer("reader_id"), // plain
    receivedAt: instant("received_at"), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.expiresOn, table.id] })],
);
