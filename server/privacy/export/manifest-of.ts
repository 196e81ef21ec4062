import type { CompanyContext } from "../../context.ts";
import { readSight } from "../../domain/sight.ts";
import type { ExportRow as ExportJob, SelectionRow } from "../../store/index.ts";
import { COLUMNS } from "./export-row.ts";
import { fileNameOf } from "./file-name.ts";
import { formatOf } from "./formats.ts";
import { type ExportStatement, signManifest } from "./manifest.ts";
import type { Measured } from "./write-file.ts";

/** Signs what this file is: who asked for it and why, what is in it and what is not, and its checksum. */
export async function manifestOf(
  ctx: Pick<CompanyContext, "keyring" | "company" | "clock">,
  job: ExportJob,
  selection: SelectionRow,
  measured: Measured,
): Promise<string> {
  const { by, disclosure, encryption, otherParties, sight } = job.options;
  const statement: ExportStatement = {
    type: "gallra-export",
    version: 1,
    exportId: job.id,
    company: ctx.company.name,
    fileName: fileNameOf(ctx.company.timeZone, job),
    format: formatOf(job.format),
    rows: job.rowsDone,
    frozen: job.rowsTotal,
    leftOut: job.rowsGone,
    restricted: Number(selection.detail["leftOut"] ?? 0),
    privateLists: Number(selection.detail["privateLists"] ?? 0),
    columns: [...COLUMNS],
    timeZone: ctx.company.timeZone,
    period: { from: job.oldestAt?.toISOString() ?? null, to: job.newestAt?.toISOString() ?? null },
    requestedBy: typeof by === "string" ? by : "",
    requestedAt: job.createdAt.toISOString(),
    frozenAt: selection.createdAt.toISOString(),
    writtenAt: ctx.clock().toISOString(),
    purpose: job.purpose,
    otherParties: otherParties === "clear" ? "clear" : "masked",
    ...(typeof disclosure === "string" ? { disclosure } : {}),
    sight: readSight(sight),
    encryption: encryption === "age-key" || encryption === "age-passphrase" ? encryption : "none",
    bytes: measured.bytes,
    sha256: measured.sha256.toString("hex"),
  };
  return await signManifest(ctx.keyring, statement);
}
