import { bigint, date, integer, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { bytea, dataSchema, instant } from "./columns.ts";

/** A line no driver understood, sealed. Partitioned by the day it ends on. */
export const undefinedLine = dataSchema.table(
  "undefined_line",
  {
    receivedAt: instant("received_at").notNull(), // plain
    position: bigint("position", { mode: "number" }).notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    expiresOn: date("expires_on").notNull(), // plain
    sliceId: integer("slice_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    lengthBytes: integer("length_bytes").notNull(), // plain
    product: smallint("product").notNull(), // plain
    id: uuid("id").notNull(), // plain
    deliveryId: uuid("delivery_id").notNull(), // plain
    reason: text("reason").notNull(), // plain
    sealed: bytea("sealed").notNull(), // sealed under the slice's key
    waitingSince: instant("waiting_since"), // plain; of a leg whose call is not whole yet
    joinKey: uuid("join_key"), // plain: a digest of the PBX's own id of the call; a leg has one, other lines have not
    sessionId: uuid("session_id"), // plain; of a leg
    joinState: text("join_state"), // plain: what the file had said before the leg, as in the checkpoint
  },
  (table) => [primaryKey({ columns: [table.companyId, table.expiresOn, table.id] })],
);
