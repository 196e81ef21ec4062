import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { FIRST_ID, idFloor, LAST_ID } from "./ids.ts";
import { rowsAs } from "./rows.ts";

/** Where to look for one person: the slice's day of expiry, and the person's pseudonym in that slice. */
export interface Probe {
  readonly day: Day;
  readonly pseudonym: Buffer;
  readonly sliceId: number;
}

/** All given conditions hold. Products and classes are chosen by the slices that are probed. */
export interface PartyFilters {
  /** Calls from this moment on. */
  readonly from?: Date;
  /** Calls before this moment. */
  readonly to?: Date;
  readonly sourceIds?: readonly number[];
  readonly roles?: readonly number[];
  readonly kinds?: readonly number[];
  readonly directions?: readonly number[];
  /** Extensions, devices or queues. */
  readonly endpointIds?: readonly number[];
  /** Only calls that are kept apart, or only others. */
  readonly apart?: boolean;
  /** Codes of private or business; 0 stands for calls of which nothing is told. */
  readonly natures?: readonly number[];
  /** Only calls with a number that was shielded, or only others. */
  readonly shielded?: boolean;
}

export interface PartyPage {
  /** The record of the last hit seen; the page goes on with older ones. */
  readonly before?: string;
  /** A record is never split: an answer may be longer by the other rows of its last record. At most 5,001. */
  readonly limit: number;
  readonly filters?: PartyFilters;
}

/** One row of one person in one record, with the record's facts. `erased` and `late` are `partyBit`s. */
export interface PartyHit extends RecordFacts {
  readonly recordId: string;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly role: number;
  readonly class: number;
}

export interface RecordFacts {
  readonly product: number;
  readonly sourceId: number;
  /** The facts are null when the record itself has gone by its own rule. */
  readonly startedAt: Date | null;
  readonly callDay: Day | null;
  readonly kind: number | null;
  readonly direction: number | null;
  readonly disposition: number | null;
  readonly durationSeconds: number | null;
  readonly ringSeconds: number | null;
  readonly endpointId: number | null;
  readonly queueId: number | null;
  readonly trunkId: number | null;
  readonly costCents: number | null;
  readonly parties: number;
  readonly erased: number;
  readonly late: number;
  readonly segmentId: string | null;
  readonly ordinal: number | null;
  readonly partOf: string | null;
  /** Bits of domain/sorted THRESHOLDS, a code of NATURES, a category: null where there is nothing to tell. */
  readonly apart: number | null;
  readonly nature: number | null;
  readonly category: number | null;
}

const MOST_ROWS = 5_001;

/** Role web, inside the company. Newest first. */
export async function searchParties(
  tx: Tx,
  companyId: number,
  probes: readonly Probe[],
  page: PartyPage,
): Promise<PartyHit[]> {
  if (probes.length === 0) return [];
  const limit = Math.min(Math.max(1, page.limit), MOST_ROWS);
  const { days, pseudonyms } = probeArrays(probes);
  const range = rangeOf(page);
  const filters = page.filters ?? {};
  const rows = isPlain(filters)
    ? await tx`select * from data.search_parties(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${range.before}, ${limit})`
    : await tx`select * from data.search_parties_where(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${range.from}, ${range.before}, ${limit},
        ${list(filters.sourceIds)}::int[], ${list(filters.roles)}::int2[], ${list(filters.kinds)}::int2[],
        ${list(filters.directions)}::int2[], ${list(filters.endpointIds)}::int[],
        ${filters.apart ?? null}, ${list(filters.natures)}::int2[], ${filters.shielded ?? null})`;
  return rowsAs<PartyHit>(rows).map(withBits);
}

/** The counts of the parties and records that match, by kind, product, source and class. */
export interface PartyCount {
  readonly kind: number | null;
  readonly product: number;
  readonly sourceId: number;
  readonly class: number;
  readonly hits: number;
}

/** Counting and sorting stop here: it is more than anybody reads. */
export const COUNT_CAP = 10_000;

/** Role web. Counting stops at the cap: `capped` means there are more than that. */
export async function countParties(
  tx: Tx,
  companyId: number,
  probes: readonly Probe[],
  filters: PartyFilters = {},
): Promise<{ counts: PartyCount[]; capped: boolean }> {
  if (probes.length === 0) return { counts: [], capped: false };
  const { days, pseudonyms } = probeArrays(probes);
  const range = rangeOf({ filters });
  const counts = rowsAs<PartyCount>(
    await tx`select * from data.count_parties(${companyId}, ${days}::text::date[], ${pseudonyms}::text::uuid[], ${range.from}, ${range.before},
    ${COUNT_CAP}, ${list(filters.sourceIds)}::int[], ${list(filters.roles)}::int2[], ${list(filters.kinds)}::int2[],
    ${list(filters.directions)}::int2[], ${list(filters.endpointIds)}::int[],
    ${filters.apart ?? null}, ${list(filters.natures)}::int2[], ${filters.shielded ?? null})`,
  );
  return { counts, capped: counts.reduce((sum, count) => sum + count.hits, 0) > COUNT_CAP };
}

/** A row of `party`: who took part, unreadable without the slice's key. */
export interface PartyOfRecord {
  readonly recordId: string;
  readonly expiresOn: Day;
  readonly sliceId: number;
  readonly pseudonym: string;
  readonly role: number;
  readonly class: number;
  readonly product: number;
  readonly sourceId: number;
}

/** Role web. Everybody in these records; with `days` only those that end on one of them (e.g. the live slices' days). */
export async function partiesOfRecords(
  tx: Tx,
  companyId: number,
  recordIds: readonly string[],
  days?: readonly Day[],
): Promise<PartyOfRecord[]> {
  if (recordIds.length === 0) return [];
  const wanted = days === undefined ? null : [...new Set(days)];
  return rowsAs(
    await tx`select * from data.parties_of_records(${companyId}, ${[...recordIds]}::uuid[], ${wanted}::date[])`,
  );
}

/** Days and pseudonyms as two array literals: hundreds of values go quicker as one text than as an array parameter. */
export function probeArrays(probes: readonly Probe[]): { days: string; pseudonyms: string } {
  let days = "";
  let pseudonyms = "";
  for (const probe of probes) {
    days += `,${probe.day}`;
    pseudonyms += `,${probe.pseudonym.toString("hex")}`;
  }
  return { days: `{${days.slice(1)}}`, pseudonyms: `{${pseudonyms.slice(1)}}` };
}

/** The period as a range of ids: from the first one on, before the second. */
export function rangeOf(page: { before?: string; filters?: PartyFilters }): { from: string; before: string } {
  const { from, to } = page.filters ?? {};
  const end = to === undefined ? LAST_ID : idFloor(to);
  const before = page.before === undefined || page.before > end ? end : page.before;
  return { from: from === undefined ? FIRST_ID : idFloor(from), before };
}

/** An empty choice matches nothing; no choice matches all. */
export function list<T>(values: readonly T[] | undefined): T[] | null {
  return values === undefined ? null : [...values];
}

function isPlain(filters: PartyFilters): boolean {
  const { from, sourceIds, roles, kinds, directions, endpointIds, apart, natures, shielded } = filters;
  const choices = [from, sourceIds, roles, kinds, directions, endpointIds, apart, natures, shielded];
  return choices.every((choice) => choice === undefined);
}

/** Facts that are gone tell of nobody. */
export function withBits(hit: PartyHit): PartyHit {
  return { ...hit, parties: hit.parties ?? 0, erased: hit.erased ?? 0, late: hit.late ?? 0 };
}
