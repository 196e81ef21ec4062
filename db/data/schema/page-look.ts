import { integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** How a person likes a page: columns, density, the view it opens with. */
export const pageLook = dataSchema.table(
  "page_look",
  {
    companyId: integer("company_id").notNull(), // plain
    accountId: uuid("account_id").notNull(), // personal: points at an employee
    page: text("page").notNull(), // plain
    look: jsonb("look").notNull(), // plain
    changedAt: instant("changed_at").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.accountId, table.page] })],
);
