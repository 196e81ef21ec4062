import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** What a message tells: an alarm that was raised, or that is over. */
export const alarmNotice = dataSchema.table(
  "alarm_notice",
  {
    companyId: integer("company_id").notNull(), // plain
    messageId: uuid("message_id").notNull(), // plain
    alarmId: uuid("alarm_id").notNull(), // plain
    event: text("event").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.messageId, table.alarmId, table.event] })],
);
