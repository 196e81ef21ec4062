import { boolean, integer, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Which calls are private and which are business, by the code that was dialled (kind 1) or the time of the call (kind 2). */
export const natureRule = dataSchema.table(
  "nature_rule",
  {
    changedAt: instant("changed_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id"), // plain: null = every source without rules of this kind
    id: uuid("id").notNull(), // plain
    changedBy: uuid("changed_by"), // personal: points at an employee
    kind: smallint("kind").notNull(), // plain
    nature: smallint("nature").notNull(), // plain: 1 or 2 of domain/sorted NATURES
    weekdays: smallint("weekdays"), // plain: bits, 1 = Monday
    fromMinute: smallint("from_minute"), // plain
    toMinute: smallint("to_minute"), // plain
    outside: boolean("outside"), // plain
    code: text("code"), // plain: an access code, too short for a number
    changedByName: text("changed_by_name").notNull(), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
