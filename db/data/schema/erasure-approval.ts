import { integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { dataSchema, instant } from "./columns.ts";

/** A second person's word on an erasure: asked for, given, or lapsed. */
export const erasureApproval = dataSchema.table(
  "erasure_approval",
  {
    askedAt: instant("asked_at").notNull(), // plain
    lapsesAt: instant("lapses_at").notNull(), // plain
    decidedAt: instant("decided_at"), // plain
    companyId: integer("company_id").notNull(), // plain
    graceMinutes: integer("grace_minutes").notNull(), // plain
    erasureId: uuid("erasure_id").notNull(), // plain
    askedBy: uuid("asked_by"), // personal: points at an employee
    decidedBy: uuid("decided_by"), // personal: points at an employee
    askedByName: text("asked_by_name").notNull(), // personal: an employee
    decidedByName: text("decided_by_name"), // personal: an employee
    state: text("state").notNull(), // plain
    why: text("why").array().notNull(), // plain
    preview: jsonb("preview").notNull(), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.erasureId] })],
);
