import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/**
 * What became of frames. frames + further = records + duplicates + joined + filtered + undefinedLines + waiting + leftOut, always:
 * `further` are calls beyond the first of their frame. The other figures say more of some of them.
 */
export interface ProcessedCounts {
  readonly frames: number;
  readonly further: number;
  readonly records: number;
  readonly duplicates: number;
  readonly joined: number;
  /** Understood and no call: headers, blank lines, log-in events. */
  readonly filtered: number;
  readonly undefinedLines: number;
  readonly waiting: number;
  /** Left out before the inbox, by the company's filter: nothing of them is here. */
  readonly leftOut: number;
  /** Of the records: stored without a class that had expired, dated in a way that cannot be right, below a threshold. */
  readonly late: number;
  readonly implausible: number;
  readonly apart: number;
  /** Lines that were damaged when they came. */
  readonly badLines: number;
}

/** What a batch adds to a day of reception. */
export interface ProcessedStep {
  readonly day: Day;
  /** The session that brought the frames; null when none is kept, or its counts are kept elsewhere. */
  readonly sessionId: string | null;
  /** When new calls, or parts of them, were stored; null when none were: nothing that a guard would call alive. */
  readonly at: Date | null;
  readonly counts: ProcessedCounts;
}

/** Role ingest, in the transaction of the batch, before it is closed: days are held before sessions everywhere. */
export async function addProcessed(
  tx: Tx,
  companyId: number,
  sourceId: number,
  steps: readonly ProcessedStep[],
): Promise<void> {
  for (const { day, sessionId, at, counts } of steps.toSorted((a, b) => (a.day < b.day ? -1 : 1)))
    await tx`select data.add_processed(${companyId}, ${sourceId}, ${day}::date, ${sessionId}, ${at}, ${inOrder(counts)}::int8[])`;
}

function inOrder(counts: ProcessedCounts): number[] {
  return [
    counts.frames,
    counts.further,
    counts.records,
    counts.duplicates,
    counts.joined,
    counts.filtered,
    counts.undefinedLines,
    counts.waiting,
    counts.late,
    counts.implausible,
    counts.apart,
    counts.badLines,
    counts.leftOut,
  ];
}

/** A day, or a source's sums of several. */
export interface ProcessedRow extends ProcessedCounts {
  /** Frames in which digits of shielded numbers were overwritten before the inbox. */
  readonly shielded: number;
  /** Frames of which nothing became anything: the days' differences, whatever their sign. Zero, or something is wrong. */
  readonly missing: number;
}

export interface Period {
  readonly from: Day;
  /** The last day. */
  readonly to: Day;
  readonly sourceId?: number;
}

/** Roles web and report. Sums by day, the oldest first; days on which nothing came have no row. */
export async function processedByDay(
  tx: Tx,
  companyId: number,
  period: Period,
): Promise<(ProcessedRow & { readonly day: Day })[]> {
  return rowsAs(
    await tx`select d.day, ${sums(tx)} from data.processed_day d where ${within(tx, companyId, period)} group by d.day order by d.day`,
  );
}

/** Roles web and report. Sums by source. */
export async function processedBySource(
  tx: Tx,
  companyId: number,
  period: Period,
): Promise<(ProcessedRow & { readonly sourceId: number })[]> {
  return rowsAs(
    await tx`select d.source_id, ${sums(tx)} from data.processed_day d where ${within(tx, companyId, period)}
      group by d.source_id order by d.source_id`,
  );
}

/** Roles web and report. Every day of every source, for a file: the oldest first, `after` the last one seen. */
export async function processedRows(
  tx: Tx,
  companyId: number,
  period: Period,
  page: { readonly after?: { readonly day: Day; readonly sourceId: number }; readonly limit: number },
): Promise<(ProcessedRow & { readonly day: Day; readonly sourceId: number })[]> {
  const { day = "0001-01-01", sourceId = 0 } = page.after ?? {};
  return rowsAs(
    await tx`select d.day, d.source_id, ${sums(tx)} from data.processed_day d where ${within(tx, companyId, period)}
      and (d.day, d.source_id) > (${day}::date, ${sourceId}::int)
      group by d.day, d.source_id order by d.day, d.source_id limit ${page.limit}`,
  );
}

/** Roles web and report. When new calls of each source were last stored, of days since `from`. */
export async function lastProcessed(tx: Tx, companyId: number, from: Day): Promise<ReadonlyMap<number, Date>> {
  const rows = await tx`select d.source_id, max(d.processed_at) as at from data.processed_day d
    where d.company_id = ${companyId} and d.day >= ${from}::date and d.processed_at is not null group by 1`;
  return new Map(rows.map((row) => [row["source_id"] as number, row["at"] as Date]));
}

/** Roles web and report. Frames of days since `from` that became nothing, by source. */
export async function missingFrames(tx: Tx, companyId: number, from: Day): Promise<Map<number, number>> {
  const rows = await tx`select d.source_id, ${missing(tx)} as missing from data.processed_day d
    where d.company_id = ${companyId} and d.day >= ${from}::date group by 1 having ${missing(tx)} > 0`;
  return new Map(rows.map((row) => [row["source_id"] as number, Number(row["missing"])]));
}

/** Role keeper. At most `limit` days and as many ended alarms from before a day; how many went. */
export async function forgetProcessed(tx: Tx, companyId: number, before: Day, limit: number): Promise<number> {
  const [row] = await tx`select data.forget_processed(${companyId}, ${before}::date, ${limit}) as n`;
  return Number(row?.["n"] ?? 0);
}

function within(tx: Tx, companyId: number, { from, to, sourceId }: Period) {
  return tx`d.company_id = ${companyId} and d.day >= ${from}::date and d.day <= ${to}::date
    and (${sourceId ?? null}::int is null or d.source_id = ${sourceId ?? null})`;
}

function sums(tx: Tx) {
  return tx`sum(d.frames)::int8 as frames, sum(d.further)::int8 as further, sum(d.records)::int8 as records,
    sum(d.duplicates)::int8 as duplicates, sum(d.joined)::int8 as joined, sum(d.filtered)::int8 as filtered,
    sum(d.undefined_lines)::int8 as undefined_lines, sum(d.waiting)::int8 as waiting, sum(d.late)::int8 as late,
    sum(d.implausible)::int8 as implausible, sum(d.apart)::int8 as apart, sum(d.bad_lines)::int8 as bad_lines,
    sum(d.left_out)::int8 as left_out, sum(d.shielded)::int8 as shielded, ${missing(tx)} as missing`;
}

function missing(tx: Tx) {
  return tx`sum(abs(d.frames + d.further - d.records - d.duplicates - d.joined - d.filtered - d.undefined_lines - d.waiting - d.left_out))::int8`;
}
