import { boolean, date, integer, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A rule somebody wants loosened, until the company has said yes or no. Rows of one id were asked for together. */
export const retentionChange = dataSchema.table(
  "retention_change",
  {
    askedAt: instant("asked_at").notNull(), // plain
    decidedAt: instant("decided_at"), // plain
    expiresAt: instant("expires_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    fromDays: integer("from_days"), // plain
    toDays: integer("to_days"), // plain
    fromMaskedDays: integer("from_masked_days"), // plain
    toMaskedDays: integer("to_masked_days"), // plain
    product: smallint("product").notNull(), // plain
    class: smallint("class").notNull(), // plain
    wasStored: boolean("was_stored").notNull(), // plain
    id: uuid("id").notNull(), // plain
    askedBy: uuid("asked_by"), // personal: points at an employee
    decidedBy: uuid("decided_by"), // personal: points at an employee
    askedByName: text("asked_by_name").notNull(), // personal: an employee
    decidedByName: text("decided_by_name"), // personal: an employee
    reason: text("reason").notNull(), // plain: written by a person
    state: text("state").notNull(), // plain
    holdsOn: date("holds_on"), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id, table.product, table.class] })],
);
