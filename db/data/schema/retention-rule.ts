import { date, integer, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A company's own rule; null days = switched off. */
export const retentionRule = dataSchema.table(
  "retention_rule",
  {
    companyId: integer("company_id").notNull(), // plain
    product: smallint("product").notNull(), // plain
    class: smallint("class").notNull(), // plain
    keptDays: integer("kept_days"), // plain
    reason: text("reason"), // plain: written by a person
    setBy: uuid("set_by"), // personal: points at an employee
    setAt: instant("set_at").notNull(), // plain
    maskedAfterDays: integer("masked_after_days"), // plain
    action: smallint("action").notNull(), // plain
    disabledUntil: date("disabled_until"), // plain
    formerDays: integer("former_days"), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.product, table.class] })],
);
