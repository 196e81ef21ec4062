import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { exportSight } from "../domain/rights.ts";
import { readSight, seesNoMoreThan } from "../domain/sight.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { openBox } from "../keyring/index.ts";
import {
  type ExportRow,
  exportById,
  exportParts,
  setExportToken,
  useExportToken as spendToken,
} from "../store/index.ts";
import { deliveredBytes } from "./export/export-files.ts";
import { contentTypeOf, fileNameOf } from "./export/file-name.ts";
import { ownExport } from "./list-exports.ts";

export const IssueExportLinkInput = z.strictObject({ exportId: z.uuid() });
export type IssueExportLinkInput = z.infer<typeof IssueExportLinkInput>;

export interface ExportLink {
  readonly exportId: string;
  /** Opens the file once, for the account that asked for it; only its hash is stored. */
  readonly token: string;
  readonly until: Date;
}

const LINK_MS = 10 * 60_000;

/** A link that works once within ten minutes; a new one makes the earlier one void. */
export async function issueExportLink(ctx: CompanyContext, input: IssueExportLinkInput): Promise<ExportLink> {
  authoriseCompany(ctx, "data.export");
  // The file is what a screen left open would give away, not the asking for it.
  requireStepUp(ctx);
  const { exportId } = IssueExportLinkInput.parse(input);
  const until = new Date(Math.floor(ctx.clock().getTime() / 1000) * 1000 + LINK_MS);
  // The end stands in the token and so in its hash: nobody can lengthen it, and no column is needed for it.
  const token = `${until.getTime().toString(36)}.${randomBytes(32).toString("base64url")}`;
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    checkSight(ctx, ownExport(ctx, await exportById(tx, ctx.company.id, exportId)));
    if (!(await setExportToken(tx, ctx.company.id, exportId, hashOf(token)))) {
      throw new AppError("conflict", "This export has no file: it is not ready yet, or over.");
    }
    await audit(ctx, tx, { action: "data.export.link", detail: { export: exportId } });
  });
  return { exportId, token, until };
}

export const FetchExportInput = z.strictObject({ exportId: z.uuid(), token: z.string().min(32).max(100) });
export type FetchExportInput = z.infer<typeof FetchExportInput>;

export interface ExportFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly stream: Readable;
}

/** Spends the link and opens the file. The route handler pipes `stream` with `Cache-Control: no-store`. */
export async function fetchExport(ctx: CompanyContext, input: FetchExportInput): Promise<ExportFile> {
  authoriseCompany(ctx, "data.export");
  const { exportId, token } = FetchExportInput.parse(input);
  const companyId = ctx.company.id;
  const now = ctx.clock();
  if (Number.parseInt(token.split(".")[0] ?? "", 36) < now.getTime()) throw spent();
  const { row, parts } = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    checkSight(ctx, ownExport(ctx, await exportById(tx, companyId, exportId)));
    const taken = await spendToken(tx, companyId, exportId, hashOf(token), now);
    if (taken === null) throw spent();
    const written = await exportParts(tx, companyId, exportId);
    // Who got it, and which file: what somebody asks after a year when a copy turns up.
    const sha256 = taken.sha256?.toString("hex") ?? "";
    await audit(ctx, tx, { action: "data.export.fetch", detail: { export: exportId, bytes: taken.sizeBytes, sha256 } });
    return { row: taken, parts: written };
  });
  const box = await openBox(ctx.keyring, companyId, exportId);
  return {
    fileName: fileNameOf(ctx.company.timeZone, row),
    contentType: contentTypeOf(row),
    bytes: row.sizeBytes ?? 0,
    sha256: row.sha256?.toString("hex") ?? "",
    stream: Readable.from(deliveredBytes(ctx, box, row, parts), { objectMode: false }),
  };
}

/** A profile that was narrowed since the file was asked for holds for the file, too. */
function checkSight(ctx: CompanyContext, row: ExportRow): void {
  if (seesNoMoreThan(readSight(row.options["sight"]), exportSight(ctx.actor))) return;
  throw new AppError("forbidden", "This file shows more than your profile shows you now. Ask for a new export.");
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function spent(): AppError {
  return new AppError("gone", "This link has been used, or its ten minutes are over. Ask for a new one.");
}
