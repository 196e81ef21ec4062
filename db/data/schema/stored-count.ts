import { bigint, date, integer, primaryKey, smallint } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** How many values of a product and class end on a day: what the coming nights erase. */
export const storedCount = dataSchema.table(
  "stored_count",
  {
    companyId: integer("company_id").notNull(), // plain
    expiresOn: date("expires_on").notNull(), // plain
    product: smallint("product").notNull(), // plain
    class: smallint("class").notNull(), // plain
    held: bigint("held", { mode: "number" }).notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.expiresOn, table.product, table.class] })],
);
