import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** An alarm from when it was raised to when it ended, and who has taken note of it. */
export const alarmEvent = dataSchema.table(
  "alarm_event",
  {
    raisedAt: instant("raised_at").notNull(), // plain
    endedAt: instant("ended_at"), // plain
    acknowledgedAt: instant("acknowledged_at"), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id"), // plain
    id: uuid("id").notNull(), // plain
    acknowledgedBy: uuid("acknowledged_by"), // personal: points at an employee
    kind: text("kind").notNull(), // plain
    alarm: text("alarm").notNull(), // plain: the alarm's own name among those of the company
    acknowledgedByName: text("acknowledged_by_name"), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
