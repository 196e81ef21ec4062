import { integer, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** One message to one recipient, with how it was sent: the outbox, and the history of it. */
export const alarmMessage = dataSchema.table(
  "alarm_message",
  {
    createdAt: instant("created_at").notNull(), // plain
    dueAt: instant("due_at").notNull(), // plain: not tried before
    firstTriedAt: instant("first_tried_at"), // plain
    endedAt: instant("ended_at"), // plain
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain: stable over all its tries
    recipientId: uuid("recipient_id").notNull(), // plain
    status: integer("status"), // plain: what the other side answered, as a number
    attempts: smallint("attempts").notNull(), // plain
    about: text("about").notNull(), // plain
    state: text("state").notNull(), // plain
    problem: text("problem"), // plain: a code
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
