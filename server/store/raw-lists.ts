import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** Segments of one slice that were read by one reader. */
export interface RawCountRow {
  readonly sliceId: number;
  readonly readerId: number | null;
  readonly expiresOn: Day;
  readonly segments: number;
  readonly records: number;
  readonly bytes: number;
}

/** Where raw records of a source stand: their slices, and the days on which those end. */
export interface RawPlaces {
  readonly companyId: number;
  readonly sourceId: number;
  readonly days: readonly Day[];
  readonly slices: readonly number[];
}

/** All verbs here: role web, inside the company. */
export async function countRaw(tx: Tx, { companyId, sourceId, days, slices }: RawPlaces): Promise<RawCountRow[]> {
  if (slices.length === 0) return [];
  return rowsAs(
    await tx`select * from data.raw_counts(${companyId}, ${sourceId}, ${`{${days.join()}}`}::text::date[], ${`{${slices.join()}}`}::text::int[])`,
  );
}

/** A sealed segment, as verifying and reading anew need it. */
export interface RawPageRow {
  readonly id: string;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly deliveryId: string;
  readonly product: number;
  readonly records: number;
  readonly readerId: number | null;
  readonly receivedAt: Date | null;
  readonly sealed: Buffer;
}

/** In the order of their days of expiry and ids. */
export async function rawPage(
  tx: Tx,
  { companyId, sourceId, days, slices }: RawPlaces,
  page: { readonly after: { readonly day: Day; readonly id: string } | null; readonly limit: number },
): Promise<RawPageRow[]> {
  if (slices.length === 0) return [];
  return rowsAs(
    await tx`select * from data.raw_page(${companyId}, ${sourceId}, ${`{${days.join()}}`}::text::date[], ${`{${slices.join()}}`}::text::int[],
      ${page.after?.day ?? null}, ${page.after?.id ?? null}, ${page.limit})`,
  );
}

export interface CallsOfDay {
  readonly day: Day;
  readonly calls: number;
  readonly withoutRaw: number;
  /** Something of them was erased, or had expired when they came. */
  readonly valuesGone: number;
}

export async function callsByDay(
  tx: Tx,
  companyId: number,
  sourceId: number,
  period: { readonly from: Day; readonly to: Day },
): Promise<CallsOfDay[]> {
  return rowsAs(await tx`select * from data.calls_by_day(${companyId}, ${sourceId}, ${period.from}, ${period.to})`);
}

/** Of a day of calls the segments that are not there, with how many calls name them. */
export async function missingRaw(
  tx: Tx,
  { companyId, sourceId, days }: Omit<RawPlaces, "slices">,
  day: Day,
  limit: number,
): Promise<{ readonly segmentId: string; readonly calls: number; readonly parties: number }[]> {
  return rowsAs(
    await tx`select * from data.calls_missing_raw(${companyId}, ${sourceId}, ${day}, ${`{${days.join()}}`}::text::date[], ${limit})`,
  );
}

/** What has read records. */
export interface ReaderRow {
  readonly id: number;
  readonly driver: string;
  readonly layoutId: number | null;
  readonly layoutVersion: number | null;
  readonly layoutName: string | null;
}

export async function readersOf(tx: Tx, companyId: number, ids: readonly number[]): Promise<ReaderRow[]> {
  if (ids.length === 0) return [];
  return rowsAs(await tx`select * from data.readers_of(${companyId}, ${`{${ids.join()}}`}::text::int[])`);
}
