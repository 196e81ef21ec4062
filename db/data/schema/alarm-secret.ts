import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Where a webhook is called and what signs it, sealed to the worker: the portal writes it and cannot read it back. */
export const alarmSecret = dataSchema.table(
  "alarm_secret",
  {
    setAt: instant("set_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    recipientId: uuid("recipient_id").notNull(), // plain
    sealed: text("sealed").notNull(), // secret: of a company, opened by the worker alone
  },
  (table) => [primaryKey({ columns: [table.companyId, table.recipientId] })],
);
