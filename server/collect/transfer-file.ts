import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { listSources } from "../store/sources.ts";
import { listTransfers, type TransferRow } from "../store/transfers.ts";
import { SoughtTransfers, spanOf } from "./list-transfers.ts";
import { columnName, nameCell } from "../domain/count-csv.ts";

const ROWS_AT_ONCE = 2_000;
const MOST_ROWS = 50_000;

/** Every session that is looked for, the newest first, a part at a time. */
export async function* readTransferLog(ctx: CompanyContext, input: SoughtTransfers): AsyncGenerator<TransferRow[]> {
  authoriseCompany(ctx, "source.see");
  const { sourceId, only, from, to } = SoughtTransfers.parse(input);
  const sought = { sourceId, only, ...spanOf(ctx, { from, to }), limit: ROWS_AT_ONCE };
  const { id: companyId } = ctx.company;
  for (let after: TransferRow | undefined; ; ) {
    const rows = await withCompany(
      door(ctx, "web"),
      companyId,
      (tx) => listTransfers(tx, companyId, { ...sought, after }),
      { readOnly: true },
    );
    if (rows.length > 0) yield rows;
    after = rows.at(-1);
    if (after === undefined || rows.length < ROWS_AT_ONCE) return;
  }
}

export interface TransferFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The log of transfer sessions as a file of comma-separated values (RFC 4180), moments in UTC. Throws AppError "not-found" for
 * another company's source, "bad-input" for more than 50,000 sessions.
 */
export async function transferFile(ctx: CompanyContext, input: SoughtTransfers = {}): Promise<TransferFile> {
  authoriseCompany(ctx, "source.see");
  const { slug, id: companyId } = ctx.company;
  const sources = await withCompany(
    door(ctx, "web"),
    companyId,
    (tx) => listSources(tx, companyId, { removed: true }),
    {
      readOnly: true,
    },
  );
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  if (input.sourceId !== undefined && !names.has(input.sourceId))
    throw new AppError("not-found", "There is no such source. Look at the list of sources again.");
  const lines = [["source_id", "source", ...COLUMNS.map(columnName)].join(",")];
  for await (const rows of readTransferLog(ctx, input)) {
    for (const row of rows)
      lines.push(
        [row.sourceId, nameCell(names.get(row.sourceId) ?? ""), ...COLUMNS.map((of) => cell(row[of]))].join(","),
      );
    if (lines.length > MOST_ROWS)
      throw new AppError(
        "bad-input",
        "That is more than 50,000 transfer sessions. Choose a shorter period, or one source.",
      );
  }
  return { name: `${slug}-transfer-sessions.csv`, text: lines.map((line) => `${line}\r\n`).join("") };
}

const COLUMNS = [
  "id",
  "startedAt",
  "lastAt",
  "endedAt",
  "outcome",
  "error",
  "bytes",
  "files",
  "frames",
  "records",
  "joined",
  "duplicates",
  "filtered",
  "leftOut",
  "waiting",
  "undefinedLines",
  "badLines",
  "late",
  "errors",
] as const satisfies readonly (keyof TransferRow)[];

function cell(value: string | number | Date | null): string {
  return value === null ? "" : value instanceof Date ? value.toISOString() : String(value);
}
