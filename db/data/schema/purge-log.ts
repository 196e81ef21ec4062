import { bigint, date, integer, primaryKey, smallint } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What went by rule, when. */
export const purgeLog = dataSchema.table(
  "purge_log",
  {
    companyId: integer("company_id").notNull(), // plain
    expiresOn: date("expires_on").notNull(), // plain
    product: smallint("product").notNull(), // plain
    class: smallint("class").notNull(), // plain
    wentAt: instant("went_at").notNull(), // plain
    held: bigint("held", { mode: "number" }).notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.expiresOn, table.product, table.class, table.wentAt] })],
);
