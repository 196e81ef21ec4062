import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { FIRST_ID, LAST_ID } from "./ids.ts";
import { rowsAs } from "./rows.ts";

/** Up to 128 raw records of one slice, sealed together. */
export interface RawSegmentRow {
  readonly id: string;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly sourceId: number;
  readonly deliveryId: string;
  readonly records: number;
  readonly sealed: Buffer;
  /** Only where segments are looked for by id. */
  readonly readerId?: number | null;
}

/** All verbs here: role web, inside the company. Looked for on the given days of expiry (those of the live raw slices). */
export async function readRawSegments(
  tx: Tx,
  companyId: number,
  ids: readonly string[],
  days: readonly Day[],
): Promise<RawSegmentRow[]> {
  if (ids.length === 0 || days.length === 0) return [];
  return rowsAs(
    await tx`select * from data.raw_segments(${companyId}, ${[...new Set(ids)]}::uuid[], ${[...new Set(days)]}::date[])`,
  );
}

/** Every segment of a day of expiry, a page at a time, in id order. */
export async function* eachRawSegment(
  tx: Tx,
  companyId: number,
  day: Day,
  limit = 200,
): AsyncGenerator<RawSegmentRow[]> {
  for (let after = FIRST_ID; ; ) {
    const page = rowsAs<RawSegmentRow>(
      await tx`select * from data.raw_segments_of_day(${companyId}, ${day}, ${after}, ${limit})`,
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}

/** Which records have their raw in these segments, and where. The call days' range of ids keeps it to few partitions. */
export async function recordsOfSegments(
  tx: Tx,
  companyId: number,
  segmentIds: readonly string[],
  range: { from: string; before: string } = { from: FIRST_ID, before: LAST_ID },
): Promise<{ id: string; segmentId: string; ordinal: number }[]> {
  return rowsAs(
    await tx`select * from data.records_of_segments(${companyId}, ${[...segmentIds]}::uuid[], ${range.from}, ${range.before})`,
  );
}

export interface RewrittenSegment {
  readonly id: string;
  readonly day: Day;
  /** What is left, sealed anew; null when nothing is left. */
  readonly sealed: Buffer | null;
  /** How many records are left in it. */
  readonly records: number;
  /** The records whose raw was taken out. */
  readonly without: readonly string[];
}

/** Segments by id, each on one of the days its calls can end; those that stand on none of them are missing. */
export async function rawSegmentsOn(
  tx: Tx,
  companyId: number,
  places: readonly { readonly id: string; readonly day: Day }[],
): Promise<RawSegmentRow[]> {
  if (places.length === 0) return [];
  const days = `{${places.map((place) => place.day).join()}}`;
  const ids = `{${places.map((place) => place.id).join()}}`;
  return rowsAs(
    await tx`select * from data.raw_segments_on(${companyId}, ${days}::text::date[], ${ids}::text::uuid[])`,
  );
}

/** Replaces segments by what is left of them. The old bytes go with the page they stand on; in backups, with their slice. Answers how many were there. */
export async function rewriteRawSegments(
  tx: Tx,
  companyId: number,
  segments: readonly RewrittenSegment[],
): Promise<number> {
  let there = 0;
  for (let at = 0; at < segments.length; at += SEGMENTS_AT_ONCE) {
    const part = segments.slice(at, at + SEGMENTS_AT_ONCE);
    const days = `{${part.map((one) => one.day).join()}}`;
    const ids = `{${part.map((one) => one.id).join()}}`;
    const sealed = `{${part.map((one) => (one.sealed === null ? "null" : `"\\\\x${one.sealed.toString("hex")}"`)).join()}}`;
    const records = `{${part.map((one) => one.records).join()}}`;
    const of = `{${part.flatMap((one) => one.without.map(() => one.id)).join()}}`;
    const without = `{${part.flatMap((one) => one.without).join()}}`;
    const [row] =
      await tx`select data.rewrite_raw_segments(${companyId}, ${days}::text::date[], ${ids}::text::uuid[], ${sealed}::text::bytea[],
      ${records}::text::int2[], ${of}::text::uuid[], ${without}::text::uuid[]) as n`;
    there += row?.["n"] as number;
  }
  return there;
}

/** A few megabytes a statement. */
const SEGMENTS_AT_ONCE = 256;

/** To another slice and day, sealed anew for it (a lengthened rule, a hold). The new day's partition exists (`ensureDays`). */
export async function moveRawSegment(
  tx: Tx,
  companyId: number,
  move: { id: string; day: Day; newDay: Day; newSliceId: number; sealed: Buffer },
): Promise<boolean> {
  const [row] =
    await tx`select data.move_raw_segment(${companyId}, ${move.day}, ${move.id}, ${move.newDay}, ${move.newSliceId}, ${move.sealed}) as done`;
  return row?.["done"] === true;
}
