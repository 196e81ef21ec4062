import { date, integer, primaryKey, smallint, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** A row of a frozen choice. */
export const selectionHit = dataSchema.table(
  "selection_hit",
  {
    companyId: integer("company_id").notNull(), // plain
    expiresOn: date("expires_on").notNull(), // plain
    sliceId: integer("slice_id").notNull(), // plain
    role: smallint("role").notNull(), // plain
    class: smallint("class").notNull(), // plain
    selectionId: uuid("selection_id").notNull(), // plain
    recordId: uuid("record_id").notNull(), // plain
    pseudonym: uuid("pseudonym").notNull(), // pseudonym under the slice's key
  },
  (table) => [
    primaryKey({
      columns: [table.companyId, table.selectionId, table.recordId, table.role, table.class, table.pseudonym],
    }),
  ],
);
