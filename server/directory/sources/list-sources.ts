import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { listSources as readSources, type SourceRow, type SourceState } from "../../store/sources.ts";
import { listTransfers, type TransferRow } from "../../store/transfers.ts";

const DAY_MS = 86_400_000;
const TRANSFERS = 200;

export interface SourceView {
  readonly sourceId: number;
  readonly name: string;
  readonly transport: string;
  readonly driver: string;
  readonly product: Product;
  /** The folder and the file names of a shared-file source; null for another transport. */
  readonly folder: { readonly path: string; readonly pattern: string; readonly mode: string } | null;
  readonly state: SourceState;
  /** A code of `server/sources`; null while all is well. */
  readonly reason: string | null;
  readonly since: Date;
  readonly lastSeenAt: Date | null;
  /** Of the transfer sessions of the last 24 hours. */
  readonly day: { readonly records: number; readonly undefinedLines: number; readonly bytes: number };
}

/** The sources of the company with what they brought in a day. */
export async function listSources(ctx: CompanyContext): Promise<readonly SourceView[]> {
  authoriseCompany(ctx, "source.see");
  const since = new Date(ctx.clock().getTime() - DAY_MS);
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const rows = await readSources(tx, ctx.company.id);
    const transfers = (await listTransfers(tx, ctx.company.id, { limit: TRANSFERS })).filter(
      (one) => one.lastAt > since,
    );
    return rows.map((row) => viewOf(row, transfers));
  });
}

function viewOf(row: SourceRow, transfers: readonly TransferRow[]): SourceView {
  const own = transfers.filter((one) => one.sourceId === row.id);
  const sum = (key: "records" | "undefinedLines" | "bytes") => own.reduce((total, one) => total + one[key], 0);
  const { path, pattern, mode } = row.settings;
  return {
    sourceId: row.id,
    name: row.name,
    transport: row.transport,
    driver: row.driver,
    product: nameOf(PRODUCTS, row.product) ?? "pbx",
    folder: typeof path === "string" ? { path, pattern: String(pattern ?? "*"), mode: String(mode ?? "tail") } : null,
    state: row.state,
    reason: row.stateReason,
    since: row.stateSince,
    lastSeenAt: row.lastSeenAt,
    day: { records: sum("records"), undefinedLines: sum("undefinedLines"), bytes: sum("bytes") },
  };
}
