import { date, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What an authority has decided to dispose of; ended ones stay. */
export const disposalDecision = dataSchema.table(
  "disposal_decision",
  {
    decidedOn: date("decided_on").notNull(), // plain
    recordedAt: instant("recorded_at").notNull(), // plain
    endedAt: instant("ended_at"), // plain
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    recordedBy: uuid("recorded_by"), // personal: points at an employee
    endedBy: uuid("ended_by"), // personal: points at an employee
    authority: text("authority").notNull(), // plain: the name of a board
    number: text("number").notNull(), // plain: a diary number
    about: text("about").notNull(), // plain: written by a person
    recordedByName: text("recorded_by_name").notNull(), // personal: an employee
    endedByName: text("ended_by_name"), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
