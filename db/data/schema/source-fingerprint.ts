import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema } from "./columns.ts";

/** The key of a source's fingerprints, sealed to the edge that runs it. */
export const sourceFingerprint = dataSchema.table(
  "source_fingerprint",
  {
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    edgeId: uuid("edge_id").notNull(), // plain
    sealed: text("sealed").notNull(), // secret: opened by that edge alone
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId, table.edgeId] })],
);
