import { integer, primaryKey, smallint, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** One class of one product that a disposal decision covers, and for how long it has to or may be kept. */
export const disposalItem = dataSchema.table(
  "disposal_item",
  {
    companyId: integer("company_id").notNull(), // plain
    shortestDays: integer("shortest_days"), // plain
    longestDays: integer("longest_days"), // plain
    product: smallint("product").notNull(), // plain
    class: smallint("class").notNull(), // plain
    decisionId: uuid("decision_id").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.decisionId, table.product, table.class] })],
);
