import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Whom alarms are told by mail or webhook. Company 0 is the installation itself. */
export const alarmRecipient = dataSchema.table(
  "alarm_recipient",
  {
    createdAt: instant("created_at").notNull(), // plain
    changedAt: instant("changed_at").notNull(), // plain
    failingSince: instant("failing_since"), // plain: since when nothing arrives there
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    setBy: uuid("set_by"), // personal: points at an employee
    way: text("way").notNull(), // plain
    address: text("address").notNull(), // personal: an employee's mail address, or the origin of a webhook
    language: text("language").notNull(), // plain
    scope: text("scope").notNull(), // plain
    kinds: text("kinds").array().notNull(), // plain
    pin: text("pin"), // plain: the certificate that was accepted
    problem: text("problem"), // plain: a code
    setByName: text("set_by_name").notNull(), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
