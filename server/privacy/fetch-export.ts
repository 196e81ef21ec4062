import type { Readable } from "node:stream";
import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";

export const IssueExportLinkInput = z.strictObject({ exportId: z.uuid() });
export type IssueExportLinkInput = z.infer<typeof IssueExportLinkInput>;

export interface ExportLink {
  readonly exportId: string;
  /** Opens the file once, for the account that asked for it; only its hash is stored. */
  readonly token: string;
  readonly until: Date;
}

/** A link that works once within ten minutes; a new one makes the earlier one void. */
export async function issueExportLink(ctx: CompanyContext, input: IssueExportLinkInput): Promise<ExportLink> {
  authoriseCompany(ctx, "data.export");
  IssueExportLinkInput.parse(input);
  throw new AppError("unavailable", "Exports are not there yet.");
}

export const FetchExportInput = z.strictObject({
  exportId: z.uuid(),
  token: z.string().min(32).max(100),
});
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
  FetchExportInput.parse(input);
  throw new AppError("unavailable", "Exports are not there yet.");
}
