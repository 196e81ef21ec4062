import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** What a source signs in with, sealed to the collectors' public key: the portal writes it and cannot read it back. */
export const sourceCredential = dataSchema.table(
  "source_credential",
  {
    setAt: instant("set_at").notNull(), // plain
    companyId: integer("company_id").notNull(), // plain
    sourceId: integer("source_id").notNull(), // plain
    name: text("name").notNull(), // plain
    sealed: text("sealed").notNull(), // secret: of a company, opened by collectors alone
    edgeId: uuid("edge_id"), // plain: to which machine it is sealed; null = the collectors at home
  },
  (table) => [primaryKey({ columns: [table.companyId, table.sourceId, table.name] })],
);
