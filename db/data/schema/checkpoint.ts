import { bigint, boolean, integer, jsonb, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** How far a delivery (a file, a connection) has been stored. */
export const checkpoint = dataSchema.table(
  "checkpoint",
  {
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    deliveryId: uuid("delivery_id").notNull(), // plain
    position: bigint("position", { mode: "number" }).notNull(), // plain
    fencing: bigint("fencing", { mode: "number" }).notNull(), // plain
    identity: jsonb("identity"), // plain: keyed fingerprints
    done: boolean("done").notNull(), // plain
    firstSeenAt: instant("first_seen_at").notNull(), // plain
    updatedAt: instant("updated_at").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId, table.deliveryId] })],
);
