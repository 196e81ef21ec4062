import { integer, primaryKey, text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Which rules a company counts its calls by, as a number that grows, and in which currency. */
export const sorting = dataSchema.table(
  "sorting",
  {
    changedAt: instant("changed_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    version: integer("version").notNull(), // plain
    limitsVersion: integer("limits_version").notNull().default(0), // plain
    currency: text("currency"), // plain: ISO 4217, null = that of the country
  },
  (table) => [primaryKey({ columns: [table.companyId] })],
);
