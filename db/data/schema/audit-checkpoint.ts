import { bigint, integer, text } from "drizzle-orm/pg-core";
import { bytea, dataSchema, instant } from "./columns.ts";

/** Where a company's chain begins since its oldest entries went by rule: the last of them, signed. */
export const auditCheckpoint = dataSchema.table("audit_checkpoint", {
  companyId: integer("company_id").notNull().primaryKey(), // plain
  seq: bigint("seq", { mode: "number" }).notNull(), // plain
  hash: bytea("hash").notNull(), // plain
  at: instant("at").notNull(), // plain
  purgedAt: instant("purged_at").notNull(), // plain
  jws: text("jws").notNull(), // plain
});
