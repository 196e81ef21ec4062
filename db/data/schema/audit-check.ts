import { bigint, integer, jsonb, text } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** The last verification of a company's chain, and how far the present one has come. */
export const auditCheck = dataSchema.table("audit_check", {
  companyId: integer("company_id").notNull().primaryKey(), // plain
  state: text("state").notNull(), // plain
  askedAt: instant("asked_at").notNull(), // plain
  finishedAt: instant("finished_at"), // plain
  rowsDone: bigint("rows_done", { mode: "number" }).notNull(), // plain
  rowsTotal: bigint("rows_total", { mode: "number" }).notNull(), // plain
  verdict: jsonb("verdict"), // plain: counts, hashes, places
});
