import type { Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type ExportState = "waiting" | "running" | "ready" | "failed" | "cancelled" | "expired";

/** An export under way or ready. Role web, inside the company. The file is sealed under a box key of the keyring. */
export interface ExportRow {
  readonly companyId: number;
  readonly id: string;
  readonly selectionId: string | null;
  readonly accountId: string | null;
  readonly format: string;
  readonly state: ExportState;
  readonly rowsTotal: number;
  readonly rowsDone: number;
  readonly sizeBytes: number | null;
  readonly sha256: Buffer | null;
  /** SHA-256 of the single-use link's token. */
  readonly tokenHash: Buffer | null;
  readonly tokenUsedAt: Date | null;
  readonly cancelRequested: boolean;
  readonly error: string | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date;
}

export async function addExport(
  tx: Tx,
  job: Pick<
    ExportRow,
    "companyId" | "id" | "selectionId" | "accountId" | "format" | "rowsTotal" | "options" | "createdAt" | "expiresAt"
  >,
): Promise<void> {
  await tx`insert into data.export_job (company_id, id, selection_id, account_id, format, state, rows_total, options, created_at, expires_at)
    values (${job.companyId}, ${job.id}, ${job.selectionId}, ${job.accountId}, ${job.format}, 'waiting', ${job.rowsTotal}, ${tx.json(job.options as never)},
      ${job.createdAt}, ${job.expiresAt})`;
}

export async function exportById(tx: Tx, companyId: number, id: string): Promise<ExportRow | null> {
  const [row] = await tx`select * from data.export_job e where e.company_id = ${companyId} and e.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** The newest first. */
export async function listExports(
  tx: Tx,
  companyId: number,
  options: { accountId?: string; limit?: number } = {},
): Promise<ExportRow[]> {
  return rowsAs(
    await tx`select * from data.export_job e
    where e.company_id = ${companyId} and (${options.accountId ?? null}::uuid is null or e.account_id = ${options.accountId ?? null})
    order by e.created_at desc, e.id limit ${options.limit ?? 100}`,
  );
}

/** Takes a waiting export, or one whose worker died. False when it is over or cancelled. */
export async function startExport(tx: Tx, companyId: number, id: string, at: Date): Promise<boolean> {
  const rows = await tx`update data.export_job e set state = 'running', started_at = ${at}, rows_done = 0
    where e.company_id = ${companyId} and e.id = ${id} and e.state in ('waiting', 'running') and not e.cancel_requested returning e.id`;
  return rows.length > 0;
}

/** False when somebody asked to cancel: stop writing. */
export async function setExportProgress(tx: Tx, companyId: number, id: string, rowsDone: number): Promise<boolean> {
  const [row] = await tx`update data.export_job e set rows_done = ${rowsDone}
    where e.company_id = ${companyId} and e.id = ${id} and e.state = 'running' returning e.cancel_requested`;
  return row?.["cancel_requested"] === false;
}

export async function finishExport(
  tx: Tx,
  companyId: number,
  id: string,
  result: {
    state: "ready" | "failed" | "cancelled" | "expired";
    at: Date;
    rowsDone?: number;
    sizeBytes?: number;
    sha256?: Buffer;
    error?: string;
  },
): Promise<void> {
  await tx`update data.export_job e set state = ${result.state}, finished_at = coalesce(e.finished_at, ${result.at}),
      rows_done = coalesce(${result.rowsDone ?? null}, e.rows_done), size_bytes = coalesce(${result.sizeBytes ?? null}, e.size_bytes),
      sha256 = coalesce(${result.sha256 ?? null}, e.sha256), error = ${result.error ?? null}
    where e.company_id = ${companyId} and e.id = ${id}`;
}

export async function cancelExport(tx: Tx, companyId: number, id: string): Promise<boolean> {
  const rows = await tx`update data.export_job e set cancel_requested = true
    where e.company_id = ${companyId} and e.id = ${id} and e.state in ('waiting', 'running') returning e.id`;
  return rows.length > 0;
}

/** A new link makes the one before worthless. */
export async function setExportToken(tx: Tx, companyId: number, id: string, tokenHash: Buffer): Promise<boolean> {
  const rows = await tx`update data.export_job e set token_hash = ${tokenHash}, token_used_at = null
    where e.company_id = ${companyId} and e.id = ${id} and e.state = 'ready' returning e.id`;
  return rows.length > 0;
}

/** Uses the link up; null when it was used, is another one, or the export is over. */
export async function useExportToken(
  tx: Tx,
  companyId: number,
  id: string,
  tokenHash: Buffer,
  at: Date,
): Promise<ExportRow | null> {
  const [row] = await tx`update data.export_job e set token_used_at = ${at}
    where e.company_id = ${companyId} and e.id = ${id} and e.token_hash = ${tokenHash} and e.token_used_at is null
      and e.state = 'ready' and e.expires_at > ${at} returning e.*`;
  return row === undefined ? null : rowAs(row);
}

/** Exports whose lifetime is over and whose file has to go. */
export async function overdueExports(tx: Tx, companyId: number, now: Date): Promise<ExportRow[]> {
  return rowsAs(
    await tx`select * from data.export_job e where e.company_id = ${companyId} and e.expires_at <= ${now} and e.state <> 'expired'`,
  );
}
