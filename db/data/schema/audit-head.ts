import { bigint, integer } from "drizzle-orm/pg-core";
import { bytea, dataSchema } from "./columns.ts";

/** Number and hash of the last audit entry of a company; its row lock keeps the chain in order. */
export const auditHead = dataSchema.table("audit_head", {
  companyId: integer("company_id").notNull().primaryKey(), // plain
  seq: bigint("seq", { mode: "number" }).notNull(), // plain
  hash: bytea("hash").notNull(), // plain
});
