import { bigint, boolean, date, integer, jsonb, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A collector at the customer's site: invited by a code, then known by the public halves of its keys. */
export const edge = dataSchema.table(
  "edge",
  {
    invitedAt: instant("invited_at").notNull(), // plain
    codeEndsAt: instant("code_ends_at"), // plain
    enrolledAt: instant("enrolled_at"), // plain
    revokedAt: instant("revoked_at"), // plain
    lastContactAt: instant("last_contact_at"), // plain
    refusedAt: instant("refused_at"), // plain
    lastSequence: bigint("last_sequence", { mode: "number" }).notNull(), // plain: of its last request
    clockOffsetMs: bigint("clock_offset_ms", { mode: "number" }), // plain
    diskFreeBytes: bigint("disk_free_bytes", { mode: "number" }), // plain
    waitingBytes: bigint("waiting_bytes", { mode: "number" }).notNull(), // plain
    refused: bigint("refused", { mode: "number" }).notNull(), // plain: how many of its requests
    companyId: integer("company_id").notNull(), // plain
    waitingSegments: integer("waiting_segments").notNull(), // plain
    oldestWaiting: date("oldest_waiting"), // plain: the day whose inbox key it still needs
    keysUntil: date("keys_until"), // plain
    codeTries: smallint("code_tries").notNull(), // plain
    isFull: boolean("is_full").notNull(), // plain
    id: uuid("id").notNull(), // plain
    name: text("name").notNull(), // plain
    codeHash: text("code_hash"), // secret: opens nothing, and is gone with the first use
    release: text("release"), // plain
    signKey: jsonb("sign_key"), // plain: a public half
    sealKey: jsonb("seal_key"), // plain: a public half
    settledAt: instant("settled_at"), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
