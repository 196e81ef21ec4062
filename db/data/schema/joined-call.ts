import { integer, jsonb, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Calls joined lately from several legs, so that a leg sent again is known. */
export const joinedCall = dataSchema.table(
  "joined_call",
  {
    callAt: instant("call_at").notNull(), // plain
    notedAt: instant("noted_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    joinKey: uuid("join_key").notNull(), // plain: a digest of the PBX's own id of the call
    legs: jsonb("legs").notNull(), // plain: part, start, duration and end of each leg
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId, table.joinKey] })],
);
