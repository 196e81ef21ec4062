import { bigint, integer, jsonb, primaryKey, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A frozen choice of hits. */
export const selection = dataSchema.table(
  "selection",
  {
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    accountId: uuid("account_id"), // personal: points at an employee
    hits: bigint("hits", { mode: "number" }).notNull(), // plain
    createdAt: instant("created_at").notNull(), // plain
    expiresAt: instant("expires_at").notNull(), // plain
    detail: jsonb("detail").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
