import { bigint, integer } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** The epoch under which subject ids may be resolved. */
export const fence = dataSchema.table("fence", {
  companyId: integer("company_id").notNull().primaryKey(), // plain
  epoch: bigint("epoch", { mode: "number" }).notNull(), // plain
  raisedAt: instant("raised_at"), // plain
});
