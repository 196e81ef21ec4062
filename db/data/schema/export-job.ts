import { bigint, boolean, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, dataSchema, instant } from "./columns.ts";

/** An export under way or ready; the file lies sealed in the home. */
export const exportJob = dataSchema.table(
  "export_job",
  {
    companyId: integer("company_id").notNull(), // plain
    id: uuid("id").notNull(), // plain
    selectionId: uuid("selection_id"), // plain
    accountId: uuid("account_id"), // personal: points at an employee
    format: text("format").notNull(), // plain
    state: text("state").notNull(), // plain
    rowsTotal: bigint("rows_total", { mode: "number" }).notNull(), // plain
    rowsDone: bigint("rows_done", { mode: "number" }).notNull(), // plain
    sizeBytes: bigint("size_bytes", { mode: "number" }), // plain
    sha256: bytea("sha256"), // plain
    tokenHash: bytea("token_hash"), // secret: SHA-256 of the link
    tokenUsedAt: instant("token_used_at"), // plain
    cancelRequested: boolean("cancel_requested").notNull(), // plain
    error: text("error"), // plain
    options: jsonb("options").notNull(), // plain
    createdAt: instant("created_at").notNull(), // plain
    startedAt: instant("started_at"), // plain
    finishedAt: instant("finished_at"), // plain
    expiresAt: instant("expires_at").notNull(), // plain
    attempt: integer("attempt").notNull(), // plain
    nextBefore: uuid("next_before"), // plain
    rowsGone: bigint("rows_gone", { mode: "number" }).notNull(), // plain
    rowsPacked: bigint("rows_packed", { mode: "number" }).notNull(), // plain
    oldestAt: instant("oldest_at"), // plain
    newestAt: instant("newest_at"), // plain
    purpose: text("purpose"), // personal: whoever asked wrote why
    envelope: bytea("envelope"), // sealed: header and key of an encrypted file, under the export's box key
    manifest: text("manifest"), // personal: names the employee who asked
    cleanedAt: instant("cleaned_at"), // plain
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
