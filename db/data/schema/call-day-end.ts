import { date, integer, primaryKey } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** On which days the parties of a call day end: where the others of a record are looked for. */
export const callDayEnd = dataSchema.table(
  "call_day_end",
  {
    companyId: integer("company_id").notNull(), // plain
    callDay: date("call_day").notNull(), // plain
    expiresOn: date("expires_on").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.callDay, table.expiresOn] })],
);
