import { integer, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A test of a source that a collector is asked to make, and its answer: both sealed, and gone after two minutes. */
export const sourceProbe = dataSchema.table(
  "source_probe",
  {
    askedAt: instant("asked_at").notNull(), // plain
    expiresAt: instant("expires_at").notNull(), // plain
    takenAt: instant("taken_at"), // plain
    answeredAt: instant("answered_at"), // plain
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    askedBy: uuid("asked_by").notNull(), // personal: points at an employee
    holder: text("holder"), // plain: which collector
    question: text("question").notNull(), // secret: settings and credentials, opened by collectors alone
    answer: text("answer"), // secret: the first records, opened by who asked alone
    edgeId: uuid("edge_id"), // plain: which one is asked; null = the collectors at home
    sourceId: integer("source_id"), // plain: whose stored credentials it may use
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    unique("source_probe_company_id_asked_by_key").on(table.companyId, table.askedBy),
  ],
);
