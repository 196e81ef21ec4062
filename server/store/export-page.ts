import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { countOf, numbersOf, type Pairs, pairsOf } from "./number-list.ts";

/** UUIDs as the database writes a list of them: 36 characters each, and one between two. */
export const ID_STEP = 37;

/** A page of a selection, newest record first: column by column and as bytes, so that no row costs an object or a text. */
export class ExportPage {
  /** Records of the page as they were frozen; null when all of them are still there. */
  readonly frozen: number | null;
  readonly rows: number;
  /** Row `i` from byte `i * ID_STEP` on. */
  readonly ids: Buffer;
  readonly sliceIds: Int32Array;
  /** Small codes and what is told of a row; see `readCode`. */
  readonly codes: Int32Array;
  readonly durations: Int32Array;
  /** 0 where the facts of the call are gone. */
  readonly sourceIds: Int32Array;
  readonly #rings: Int32Array;
  /** 0 for none. */
  readonly endpoints: Int32Array;
  readonly queues: Int32Array;
  /** Place of the row's pseudonym among those told; -1 where the caller said to know the slice. */
  readonly #told: Int32Array;
  readonly #pseudonyms: Buffer;
  /** Hundredths of the currency, and the small codes beside it; 0 for a row with nothing to tell. */
  readonly #cents: Int32Array;
  readonly #sorted: Int32Array;

  constructor(columns: readonly (Buffer | null)[]) {
    const [frozen = null, ids = null, codes = null, lengths = null, places = null, queues = null] = columns;
    const [pseudonyms = null, sorted = null] = columns.slice(6);
    this.frozen = frozen === null ? null : Number(frozen.toString());
    this.ids = ids ?? NOTHING;
    this.rows = rowsIn(this.ids);
    const { high: slices, low } = pairsOf(codes, this.rows, 20);
    const { high: durations, low: sources }: Pairs = pairsOf(lengths, this.rows, 32);
    const { high: rings, low: endpoints }: Pairs = pairsOf(places, this.rows, 32);
    this.sliceIds = slices;
    this.codes = low;
    this.durations = durations;
    this.sourceIds = sources;
    this.#rings = rings;
    this.endpoints = endpoints;
    this.queues = spread(low, QUEUE, numbersOf(queues), 0);
    this.#pseudonyms = pseudonyms ?? NOTHING;
    this.#told = spread(low, TOLD, counting(rowsIn(this.#pseudonyms)), -1);
    const facts: Pairs = pairsOf(sorted, countOf(sorted), 20);
    this.#cents = facts.high.length === 0 ? NO_NUMBERS : spread(low, SORTED, facts.high, 0);
    this.#sorted = facts.low.length === 0 ? NO_NUMBERS : spread(low, SORTED, facts.low, 0);
  }

  id(i: number): string {
    return this.ids.toString("latin1", i * ID_STEP, i * ID_STEP + 36);
  }

  /** Whether a row is of the same record as the one before. */
  goesOn(i: number): boolean {
    const at = i * ID_STEP;
    if (i === 0) return false;
    // Ids of neighbours differ in their last characters first.
    for (let k = at + 35; k >= at; k--) if (this.ids[k] !== this.ids[k - ID_STEP]) return false;
    return true;
  }

  ring(i: number): number | null {
    return ((this.codes[i] ?? 0) & RING) === 0 ? null : (this.#rings[i] ?? null);
  }

  /** What the call costs, in hundredths of the company's currency; null where nobody knows. */
  cost(i: number): number | null {
    return ((this.#sorted[i] ?? 0) & PRICED) === 0 ? null : (this.#cents[i] ?? null);
  }

  /** What the call is counted as; see `readSorted`. */
  sorted(i: number): number {
    return (this.#sorted[i] ?? 0) & ~PRICED;
  }

  /** Null for rows of the slices that the caller said to know. */
  pseudonym(i: number): string | null {
    const told = this.#told[i] ?? -1;
    return told < 0 ? null : this.#pseudonyms.toString("latin1", told * ID_STEP, told * ID_STEP + 36);
  }
}

const NOTHING = Buffer.alloc(0);
const NO_NUMBERS = new Int32Array(0);

function rowsIn(ids: Buffer): number {
  return Math.floor((ids.length + 1) / ID_STEP);
}

/** What stands only for some rows, brought to its rows. */
function spread(codes: Int32Array, bit: number, values: Int32Array, none: number): Int32Array {
  const spread = new Int32Array(codes.length);
  let next = 0;
  for (let i = 0; i < codes.length; i++) spread[i] = ((codes[i] ?? 0) & bit) === 0 ? none : (values[next++] ?? none);
  return spread;
}

function counting(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}

export interface ExportPageAsked {
  /** The records from `low` on that come before `before`. */
  readonly low: string;
  readonly before: string;
  /** So many calls of the company in between are read whole; among more each chosen one is asked for. */
  readonly close: number;
  /** The fence when the selection was frozen: while it is the same, no row has gone. */
  readonly epoch: number;
  readonly knownSlices: readonly number[];
}

/** Role web, inside the company. Where the next pages end, the lowest record of each; none after the last page. */
export async function exportEdges(
  tx: Tx,
  companyId: number,
  selectionId: string,
  asked: { readonly before: string; readonly limit: number; readonly pages: number },
): Promise<string[]> {
  const rows =
    await tx`select e as edge from data.export_edges(${companyId}, ${selectionId}, ${asked.before}, ${asked.limit}, ${asked.pages}) e`;
  return rows.map((row) => row["edge"] as string);
}

/** Role web, inside the company. */
export async function readExportPage(
  tx: Tx,
  companyId: number,
  selectionId: string,
  { low, before, close, epoch, knownSlices }: ExportPageAsked,
): Promise<ExportPage> {
  const known = `{${knownSlices.join()}}`;
  const [row] = (await tx`select frozen, ids, codes, lengths, places, queues, pseudonyms, sorted
      from data.export_page(${companyId}, ${selectionId}, ${low}, ${before}, ${close}, ${epoch}, ${known}::text::int[])`.raw()) as (Buffer | null)[][];
  return new ExportPage(row ?? []);
}

/** The bits of a page's code that say more than the small codes: `data.export_near` and `data.export_far` put them together. */
const QUEUE = 1 << 16;
const TOLD = 1 << 17;
const RING = 1 << 18;
const SORTED = 1 << 19;
/** In a row's facts: whether it has a cost. */
const PRICED = 1 << 19;
const MORE = 1 << 15;

/** Whether the call has, or may have, other parties. */
export function hasMore(code: number): boolean {
  return (code & MORE) !== 0;
}

/** The bits that `readCode` reads. */
export const CODE_BITS = 0x7fff;

export interface ExportCode {
  readonly kind: number;
  readonly direction: number;
  readonly disposition: number;
  readonly role: number;
  readonly class: number;
}

/** 0 stands for a fact that is not there; without a kind all facts of the call are gone. */
export function readCode(code: number): ExportCode {
  const bits = (from: number) => (code >> from) & 7;
  return { kind: bits(0), direction: bits(3), disposition: bits(6), role: bits(9), class: bits(12) };
}

/** 0 stands for what is not told. */
export function readSorted(sorted: number): {
  readonly apart: number;
  readonly nature: number;
  readonly category: number;
} {
  return { apart: sorted & 255, nature: (sorted >> 8) & 7, category: (sorted >> 11) & 255 };
}

/** Who else took part in records, in no order. */
export class ExportParties {
  readonly count: number;
  /** The party's record among those asked for. */
  readonly places: Int32Array;
  readonly sliceIds: Int32Array;
  /** `role << 3 | class`. */
  readonly codes: Int32Array;
  readonly #pseudonyms: Buffer;

  constructor(columns: readonly (Buffer | null)[]) {
    const [places = null, codes = null, pseudonyms = null] = columns;
    this.count = countOf(places);
    this.places = numbersOf(places);
    const pairs = pairsOf(codes, this.count, 6);
    this.sliceIds = pairs.high;
    this.codes = pairs.low;
    this.#pseudonyms = pseudonyms ?? NOTHING;
  }

  pseudonym(i: number): string {
    return this.#pseudonyms.toString("latin1", i * ID_STEP, i * ID_STEP + 36);
  }
}

/** Records, and whom of each nobody asks for: the row of the page itself, if it is known under one of these pseudonyms. */
export interface RecordsAsked {
  readonly ids: readonly string[];
  /** `role << 3 | class` of the row; 0 where everybody is asked for. */
  readonly own: readonly number[];
  readonly pseudonyms: readonly string[];
}

/** A day on which parties of the records from place `first` to place `last` (both included, from 0) may end. */
export interface DayOfRecords {
  readonly day: Day;
  readonly first: number;
  readonly last: number;
}

/** Role web, inside the company. In pieces, so that nothing is put together only to be read once. */
export async function readExportParties(
  tx: Tx,
  companyId: number,
  { ids, own, pseudonyms }: RecordsAsked,
  days: readonly DayOfRecords[],
): Promise<ExportParties[]> {
  const list = (values: readonly (string | number)[]) => `{${values.join()}}`;
  const rows = (await tx`select places, codes, pseudonyms
      from data.export_parties(${companyId}, ${list(ids)}::text::uuid[], ${list(own)}::text::int[], ${list(pseudonyms)}::text::uuid[],
        ${list(days.map((one) => one.day))}::text::date[], ${list(days.map((one) => one.first + 1))}::text::int[],
        ${list(days.map((one) => one.last + 1))}::text::int[])`.raw()) as (Buffer | null)[][];
  return rows.map((row) => new ExportParties(row));
}
