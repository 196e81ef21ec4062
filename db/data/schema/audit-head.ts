import { bigint, integer } from "drizzle-orm/pg-core";
import { bytea, dataSchema } from "./columns.ts";

/** The number of the last audit entry of a company; its row lock keeps the numbers in order. */
export const auditHead = dataSchema.table("audit_head", {
  companyId: integer("company_id").notNull().primaryKey(), // plain
  seq: bigint("seq", { mode: "number" }).notNull(), // plain
  hash: bytea("hash"), // plain
});
