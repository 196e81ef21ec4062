import { bigint, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** An erasure and how far it is. */
export const erasure = dataSchema.table(
  "erasure",
  {
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    accountId: uuid("account_id"), // personal: points at an employee
    selectionId: uuid("selection_id"), // plain
    intentId: uuid("intent_id"), // plain
    certificateId: uuid("certificate_id"), // plain
    state: text("state").notNull(), // plain
    step: text("step").notNull(), // plain
    reason: text("reason").notNull(), // personal: written by a person
    progress: bigint("progress", { mode: "number" }).notNull(), // plain
    total: bigint("total", { mode: "number" }).notNull(), // plain
    epoch: bigint("epoch", { mode: "number" }), // plain
    raisedAt: instant("raised_at"), // plain
    graceUntil: instant("grace_until"), // plain
    createdAt: instant("created_at").notNull(), // plain
    updatedAt: instant("updated_at").notNull(), // plain
    finishedAt: instant("finished_at"), // plain
    error: text("error"), // plain
    detail: jsonb("detail").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
