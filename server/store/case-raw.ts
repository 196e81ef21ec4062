import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** Where the raw of a call stands. */
export interface RawPlaceRow {
  readonly id: string;
  readonly segmentId: string;
  readonly ordinal: number;
}

/** All verbs here: role web, inside the company. Of these calls those that have any raw; it may have ended. */
export async function rawPlaces(tx: Tx, companyId: number, recordIds: readonly string[]): Promise<RawPlaceRow[]> {
  if (recordIds.length === 0) return [];
  return rowsAs(await tx`select * from data.raw_places(${companyId}, ${[...recordIds]}::uuid[])`);
}

/** A segment sealed for a slice of a case. */
export interface CaseRawSegment {
  readonly id: string;
  readonly day: Day;
  readonly sliceId: number;
  readonly sourceId: number;
  readonly product: number;
  readonly deliveryId: string;
  readonly readerId: number | null;
  readonly sealed: Buffer;
  /** The calls whose raw stands in it, each at its place in this list. */
  readonly calls: readonly string[];
}

/** Writes the segments and tells their calls so. What held them before is rewritten first (`rewriteRawSegments`). */
export async function addCaseRaw(tx: Tx, companyId: number, segments: readonly CaseRawSegment[]): Promise<void> {
  if (segments.length === 0) return;
  const list = (value: (one: CaseRawSegment) => string | number) => `{${segments.map(value).join()}}`;
  const calls = segments.flatMap((one) => one.calls.map((call, ordinal) => ({ call, of: one.id, ordinal })));
  await tx`select data.add_case_raw(${companyId}, ${list((one) => one.id)}::text::uuid[], ${list((one) => one.day)}::text::date[],
    ${list((one) => one.sliceId)}::text::int[], ${list((one) => one.sourceId)}::text::int[], ${list((one) => one.product)}::text::int2[],
    ${list((one) => one.deliveryId)}::text::uuid[], ${list((one) => one.calls.length)}::text::int2[],
    ${list((one) => `"\\\\x${one.sealed.toString("hex")}"`)}::text::bytea[], ${list((one) => one.readerId ?? "null")}::text::int[],
    ${`{${calls.map((one) => one.call).join()}}`}::text::uuid[], ${`{${calls.map((one) => one.of).join()}}`}::text::uuid[],
    ${`{${calls.map((one) => one.ordinal).join()}}`}::text::int2[])`;
}
