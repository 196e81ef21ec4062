import { bigint, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, dataSchema, instant } from "./columns.ts";

/** What happened, numbered without a gap in each company; company 0 is the installation. Each row carries the hash of the one before. */
export const audit = dataSchema.table(
  "audit",
  {
    companyId: integer("company_id").notNull(), // plain
    seq: bigint("seq", { mode: "number" }).notNull(), // plain
    at: instant("at").notNull(), // plain
    actorId: uuid("actor_id"), // personal: points at an employee
    actor: text("actor").notNull(), // personal: an employee
    action: text("action").notNull(), // plain
    subjectPseudonym: uuid("subject_pseudonym"), // pseudonym under the month's audit slice
    purpose: text("purpose"), // personal: written by a person
    detail: jsonb("detail").notNull(), // plain: counts, ids, codes
    ip: text("ip"), // personal: an employee
    prev: bytea("prev").notNull(), // plain
    hash: bytea("hash").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.seq] })],
);
