import { boolean, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Why a company may store personal identity numbers; the row without a withdrawal holds. */
export const ssnGround = dataSchema.table(
  "ssn_ground",
  {
    justifiedAt: instant("justified_at").notNull(), // plain
    withdrawnAt: instant("withdrawn_at"), // plain
    companyId: integer("company_id").notNull(), // plain
    endStored: boolean("end_stored").notNull(), // plain
    id: uuid("id").notNull(), // plain
    justifiedBy: uuid("justified_by"), // personal: points at an employee
    withdrawnBy: uuid("withdrawn_by"), // personal: points at an employee
    ground: text("ground").notNull(), // plain
    reason: text("reason").notNull(), // plain: written by a person
    justifiedByName: text("justified_by_name").notNull(), // personal: an employee
    withdrawnByName: text("withdrawn_by_name"), // personal: an employee
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
