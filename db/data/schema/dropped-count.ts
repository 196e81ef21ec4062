import { bigint, date, integer, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** How many values of a field were left at the door on a day. */
export const droppedCount = dataSchema.table(
  "dropped_count",
  {
    day: date("day").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    product: smallint("product").notNull(), // plain
    field: text("field").notNull(), // plain
    dropped: bigint("dropped", { mode: "number" }).notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.day, table.product, table.field] })],
);
