import { boolean, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Whether a company's erasures need a second person, and which numbers are its own. */
export const erasureSetting = dataSchema.table(
  "erasure_setting",
  {
    setAt: instant("set_at").notNull(), // plain
    nextFrom: instant("next_from"), // plain
    companyId: integer("company_id").notNull(), // plain
    secondApprover: boolean("second_approver").notNull(), // plain
    nextSecondApprover: boolean("next_second_approver"), // plain
    setBy: uuid("set_by"), // personal: points at an employee
    setByName: text("set_by_name").notNull(), // personal: an employee
    ownNumbers: text("own_numbers").array().notNull(), // plain
    nextOwnNumbers: text("next_own_numbers").array(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId] })],
);
