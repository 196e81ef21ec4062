import { integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A signed statement about an erasure. It contains no number. */
export const certificate = dataSchema.table(
  "certificate",
  {
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    erasureId: uuid("erasure_id"), // plain
    outcome: text("outcome").notNull(), // plain
    issuedAt: instant("issued_at").notNull(), // plain
    kid: text("kid").notNull(), // plain
    jws: text("jws").notNull(), // plain
    summary: jsonb("summary").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
