import { boolean, date, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A hold, a restriction or an objection. Whom it is about stands in the keyring alone. */
export const privacyCase = dataSchema.table(
  "privacy_case",
  {
    createdAt: instant("created_at").notNull(), // plain
    changedAt: instant("changed_at").notNull(), // plain
    endedAt: instant("ended_at"), // plain
    decidedAt: instant("decided_at"), // plain
    companyId: integer("company_id").notNull(), // plain
    calls: integer("calls").notNull().default(0), // plain
    callsMissed: integer("calls_missed").notNull().default(0), // plain
    endsOn: date("ends_on"), // plain
    toldOn: date("told_on"), // plain: when the person was told that it ends
    id: uuid("id").notNull(), // plain
    createdBy: uuid("created_by"), // personal: points at an employee
    endedBy: uuid("ended_by"), // personal: points at an employee
    kind: text("kind").notNull(), // plain
    state: text("state").notNull(), // plain
    name: text("name").notNull(), // plain: numbers are taken out
    ground: text("ground").notNull(), // plain
    reason: text("reason").notNull(), // plain: numbers are taken out
    decision: text("decision"), // plain
    endReason: text("end_reason"), // plain: numbers are taken out
    createdByName: text("created_by_name").notNull(), // personal: an employee
    endedByName: text("ended_by_name"), // personal: an employee
    ofPerson: boolean("of_person").notNull(), // plain
    keeps: boolean("keeps").notNull(), // plain
    markedAt: instant("marked_at"), // plain: when its person was marked in the keyring
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
