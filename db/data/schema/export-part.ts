import { bigint, integer, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** A sealed part of an export that has been written; what has no row here was cut off by a kill and is written again. */
export const exportPart = dataSchema.table(
  "export_part",
  {
    companyId: integer("company_id").notNull(), // plain
    exportId: uuid("export_id").notNull(), // plain
    part: integer("part").notNull(), // plain
    attempt: integer("attempt").notNull(), // plain
    rows: integer("rows").notNull(), // plain
    bytes: bigint("bytes", { mode: "number" }).notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.exportId, table.part] })],
);
