import type { Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** One transfer session (COL-14): counts only. The collector writes what it moved, ingest what became of it. */
export interface TransferRow {
  readonly companyId: number;
  readonly id: string;
  readonly sourceId: number;
  readonly startedAt: Date;
  readonly lastAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: "done" | "interrupted" | "failed" | null;
  /** A code, never text from a file. */
  readonly error: string | null;
  readonly holder: string | null;
  readonly bytes: number;
  readonly files: number;
  readonly frames: number;
  readonly records: number;
  readonly undefinedLines: number;
  readonly duplicates: number;
  readonly joined: number;
  readonly filtered: number;
  readonly late: number;
  readonly errors: number;
  /** Legs of calls that are not whole yet. */
  readonly waiting: number;
  /** Of `frames` those that were read: each became one of the above, but for `further`. */
  readonly readFrames: number;
  /** Calls beyond the first of their frame. */
  readonly further: number;
  readonly implausible: number;
  /** Calls below a threshold. */
  readonly apart: number;
  readonly badLines: number;
  /** Frames left out before the inbox. */
  readonly leftOut: number;
}

/** Role collect. */
export async function startTransfer(
  tx: Tx,
  transfer: Pick<TransferRow, "companyId" | "id" | "sourceId" | "startedAt" | "holder">,
): Promise<void> {
  await tx`insert into data.transfer_session (company_id, id, source_id, started_at, last_at, holder)
    values (${transfer.companyId}, ${transfer.id}, ${transfer.sourceId}, ${transfer.startedAt}, ${transfer.startedAt}, ${transfer.holder})
    on conflict do nothing`;
}

/** Role collect: adds what was moved since the last call. */
export async function addToTransfer(
  tx: Tx,
  companyId: number,
  id: string,
  moved: { at: Date; bytes?: number; files?: number; frames?: number; filtered?: number; errors?: number },
): Promise<void> {
  await tx`update data.transfer_session t set last_at = ${moved.at}, bytes = t.bytes + ${moved.bytes ?? 0}, files = t.files + ${moved.files ?? 0},
      frames = t.frames + ${moved.frames ?? 0}, filtered = t.filtered + ${moved.filtered ?? 0}, errors = t.errors + ${moved.errors ?? 0}
    where t.company_id = ${companyId} and t.id = ${id}`;
}

/** Role collect. */
export async function endTransfer(
  tx: Tx,
  companyId: number,
  id: string,
  end: { at: Date; outcome: "done" | "interrupted" | "failed"; error: string | null },
): Promise<void> {
  await tx`update data.transfer_session t set ended_at = ${end.at}, outcome = ${end.outcome}, error = ${end.error}
    where t.company_id = ${companyId} and t.id = ${id} and t.ended_at is null`;
}

/** Role collect: sessions a collector that died has left open are closed by the next one that holds the source. */
export async function endLostTransfers(
  tx: Tx,
  companyId: number,
  sourceId: number,
  except: string,
  at: Date,
): Promise<void> {
  await tx`update data.transfer_session t set ended_at = ${at}, outcome = 'interrupted', error = 'collector-lost'
    where t.company_id = ${companyId} and t.source_id = ${sourceId} and t.ended_at is null and t.id <> ${except}`;
}

/** Role web: what this holder, which comes no more, has left open. */
export async function endTransfersOf(tx: Tx, companyId: number, holder: string, at: Date): Promise<void> {
  await tx`update data.transfer_session t set ended_at = ${at}, outcome = 'interrupted', error = 'collector-lost'
    where t.company_id = ${companyId} and t.holder = ${holder} and t.ended_at is null`;
}

/** Role collect or web: parts of calls that wait for the rest of theirs, of these sources. */
export async function countWaiting(tx: Tx, companyId: number, sourceIds: readonly number[]): Promise<number> {
  const [row] = await tx`select coalesce(sum(t.waiting), 0)::int8 as waiting from data.transfer_session t
    where t.company_id = ${companyId} and t.waiting > 0 and t.source_id = any (${[...sourceIds]}::int[])`;
  return Number(row?.["waiting"] ?? 0);
}

/** What sessions are asked for: of the whole company, or those that somebody looks for. */
export interface TransferPage {
  readonly sourceId?: number | undefined;
  readonly before?: Date | undefined;
  readonly after?: { readonly startedAt: Date; readonly id: string } | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly only?: TransferKind | undefined;
  readonly limit: number;
}

export const TRANSFER_KINDS = ["open", "interrupted", "failed", "errors", "undefined"] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** The newest first; `after` is the last one seen, or `before` its start alone; from `from` on, and before `to`. */
export async function listTransfers(tx: Tx, companyId: number, page: TransferPage): Promise<TransferRow[]> {
  const { sourceId = null, before = null, after, from = null, to = null, only = null, limit } = page;
  return rowsAs(
    await tx`select * from data.transfer_session t
    where t.company_id = ${companyId} and (${sourceId}::int is null or t.source_id = ${sourceId})
      and (${before}::timestamptz is null or t.started_at < ${before})
      and (${from}::timestamptz is null or t.started_at >= ${from})
      and (${to}::timestamptz is null or t.started_at < ${to})
      and case ${only}::text when 'open' then t.ended_at is null when 'errors' then t.errors > 0
        when 'undefined' then t.undefined_lines > 0 when 'interrupted' then t.outcome = 'interrupted'
        when 'failed' then t.outcome = 'failed' else true end
      and (${after?.startedAt ?? null}::timestamptz is null or (t.started_at, t.id) < (${after?.startedAt ?? null}, ${after?.id ?? null}::uuid))
    order by t.started_at desc, t.id desc limit ${limit}`,
  );
}

/** Role keeper: sessions that began and ended before then, at most so many. Answers how many went. */
export async function forgetTransfers(tx: Tx, companyId: number, before: Date, limit: number): Promise<number> {
  const [row] = await tx`select data.forget_transfers(${companyId}, ${before}, ${limit}) as n`;
  return Number(row?.["n"] ?? 0);
}
