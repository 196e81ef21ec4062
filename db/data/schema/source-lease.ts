import { bigint, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** Who reads a source now. */
export const sourceLease = dataSchema.table(
  "source_lease",
  {
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    fencing: bigint("fencing", { mode: "number" }).notNull(), // plain
    holder: text("holder"), // plain
    expiresAt: instant("expires_at").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId] })],
);
