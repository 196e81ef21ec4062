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
  /** Rises whenever a worker takes the export: one that stalled and wakes up can write nothing any more. */
  readonly attempt: number;
  /** Where to go on; null = from the start, FIRST_ID = everything is written. */
  readonly nextBefore: string | null;
  /** Records that were frozen and are there no more. */
  readonly rowsGone: number;
  readonly rowsPacked: number;
  readonly oldestAt: Date | null;
  readonly newestAt: Date | null;
  readonly purpose: string | null;
  /** Header and key of an encrypted file, sealed under the export's box key; null when it is not encrypted. */
  readonly envelope: Buffer | null;
  readonly manifest: string | null;
  /** When key and files were destroyed. */
  readonly cleanedAt: Date | null;
}

/** A sealed part that has been written and counts. */
export interface ExportPart {
  readonly part: number;
  readonly attempt: number;
  readonly rows: number;
  /** Of the plain text. */
  readonly bytes: number;
}

export async function addExport(
  tx: Tx,
  job: Pick<
    ExportRow,
    | "companyId"
    | "id"
    | "selectionId"
    | "accountId"
    | "format"
    | "rowsTotal"
    | "options"
    | "purpose"
    | "envelope"
    | "createdAt"
    | "expiresAt"
  >,
): Promise<void> {
  await tx`insert into data.export_job (company_id, id, selection_id, account_id, format, state, rows_total, options, purpose, envelope, created_at, expires_at)
    values (${job.companyId}, ${job.id}, ${job.selectionId}, ${job.accountId}, ${job.format}, 'waiting', ${job.rowsTotal}, ${tx.json(job.options as never)},
      ${job.purpose}, ${job.envelope}, ${job.createdAt}, ${job.expiresAt})`;
}

export async function exportById(tx: Tx, companyId: number, id: string): Promise<ExportRow | null> {
  const [row] = await tx`select * from data.export_job e where e.company_id = ${companyId} and e.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** The newest first; a page goes on after the last one seen. */
export async function listExports(
  tx: Tx,
  companyId: number,
  options: {
    accountId?: string;
    limit?: number;
    after?: { readonly createdAt: Date; readonly id: string };
    states?: readonly ExportState[];
  } = {},
): Promise<ExportRow[]> {
  const { accountId = null, limit = 100, after, states } = options;
  return rowsAs(
    await tx`select * from data.export_job e
    where e.company_id = ${companyId} and (${accountId}::uuid is null or e.account_id = ${accountId})
      and (${after?.createdAt ?? null}::timestamptz is null or (e.created_at, e.id) < (${after?.createdAt ?? null}, ${after?.id ?? null}::uuid))
      and (${states === undefined ? null : [...states]}::text[] is null or e.state = any (${states === undefined ? null : [...states]}::text[]))
    order by e.created_at desc, e.id desc limit ${limit}`,
  );
}

/** Role web. Every export of a company, whatever became of it. */
export async function listExportIds(tx: Tx, companyId: number): Promise<string[]> {
  const rows = await tx`select id from data.export_job where company_id = ${companyId} order by id limit 100000`;
  return rows.map((row) => String(row["id"]));
}

/** Takes a waiting export, or one whose worker died; it goes on where it stood. Null when it is over or cancelled. */
export async function startExport(tx: Tx, companyId: number, id: string, at: Date): Promise<ExportRow | null> {
  const [row] =
    await tx`update data.export_job e set state = 'running', started_at = coalesce(e.started_at, ${at}), attempt = e.attempt + 1, rows_packed = 0
    where e.company_id = ${companyId} and e.id = ${id} and e.state in ('waiting', 'running') and not e.cancel_requested
      and e.expires_at > ${at} returning e.*`;
  return row === undefined ? null : rowAs(row);
}

export interface ExportCheckpoint {
  readonly nextBefore: string;
  readonly rowsDone: number;
  readonly rowsGone: number;
  readonly oldestAt: Date | null;
  readonly newestAt: Date | null;
  readonly part: ExportPart | null;
}

/** What is on disk by now counts from here on. False when somebody cancelled, or another worker has taken over: stop. */
export async function checkpointExport(
  tx: Tx,
  job: Pick<ExportRow, "companyId" | "id" | "attempt">,
  at: ExportCheckpoint,
): Promise<boolean> {
  const rows =
    await tx`update data.export_job e set next_before = ${at.nextBefore}, rows_done = ${at.rowsDone}, rows_gone = ${at.rowsGone},
      oldest_at = ${at.oldestAt}, newest_at = ${at.newestAt}
    where e.company_id = ${job.companyId} and e.id = ${job.id} and e.state = 'running' and e.attempt = ${job.attempt}
      and not e.cancel_requested returning e.id`;
  if (rows.length === 0) return false;
  if (at.part !== null) {
    const { part, attempt, rows: count, bytes } = at.part;
    await tx`insert into data.export_part (company_id, export_id, part, attempt, "rows", bytes)
      values (${job.companyId}, ${job.id}, ${part}, ${attempt}, ${count}, ${bytes})`;
  }
  return true;
}

/** The same while a finished text is packed into its file. */
export async function setExportPacked(
  tx: Tx,
  job: Pick<ExportRow, "companyId" | "id" | "attempt">,
  rows: number,
): Promise<boolean> {
  const changed = await tx`update data.export_job e set rows_packed = ${rows}
    where e.company_id = ${job.companyId} and e.id = ${job.id} and e.state = 'running' and e.attempt = ${job.attempt}
      and not e.cancel_requested returning e.id`;
  return changed.length > 0;
}

/** In the order in which they stand in the file. */
export async function exportParts(tx: Tx, companyId: number, id: string): Promise<ExportPart[]> {
  return rowsAs(
    await tx`select p.part, p.attempt, p."rows", p.bytes from data.export_part p
    where p.company_id = ${companyId} and p.export_id = ${id} order by p.part`,
  );
}

/** The key and the files are gone: nothing of the content is left. The manifest stays, it holds none. */
export async function noteExportCleaned(tx: Tx, companyId: number, id: string, at: Date): Promise<void> {
  await tx`delete from data.export_part p where p.company_id = ${companyId} and p.export_id = ${id}`;
  await tx`update data.export_job e set cleaned_at = ${at}, envelope = null, token_hash = null where e.company_id = ${companyId} and e.id = ${id}`;
}

/** Exports that ended without anybody having taken their files away, e.g. because the worker died while it was cancelled. */
export async function uncleanedExports(tx: Tx, companyId: number): Promise<ExportRow[]> {
  return rowsAs(
    await tx`select * from data.export_job e
    where e.company_id = ${companyId} and e.state in ('failed', 'cancelled', 'expired') and e.cleaned_at is null
    order by e.created_at limit 1000`,
  );
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
    manifest?: string;
    error?: string;
  },
): Promise<void> {
  await tx`update data.export_job e set state = ${result.state}, finished_at = coalesce(e.finished_at, ${result.at}),
      rows_done = coalesce(${result.rowsDone ?? null}, e.rows_done), size_bytes = coalesce(${result.sizeBytes ?? null}, e.size_bytes),
      sha256 = coalesce(${result.sha256 ?? null}, e.sha256), manifest = coalesce(${result.manifest ?? null}, e.manifest), error = ${result.error ?? null}
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
