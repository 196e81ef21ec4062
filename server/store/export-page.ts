import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";

/**
 * A page of a selection, newest record first: one array for each column, all equally long, or empty where a column has no
 * value at all. A value that is none is "".
 */
export interface ExportPage {
  /** Records of the page as they were frozen; null when all of them are still there. */
  readonly frozen: number | null;
  readonly ids: readonly string[];
  readonly sliceIds: readonly string[];
  /** Small codes in one number, see `decodeExportCode`. */
  readonly codes: readonly string[];
  readonly durations: readonly string[];
  readonly rings: readonly string[];
  readonly endpoints: readonly string[];
  readonly queues: readonly string[];
  /** "" for rows of the slices that the caller said to know. */
  readonly pseudonyms: readonly string[];
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
  const [row] =
    await tx`select * from data.export_page(${companyId}, ${selectionId}, ${low}, ${before}, ${close}, ${epoch}, ${known}::text::int[])`;
  const column = (name: string) => values((row?.[name] ?? null) as string | null);
  return {
    frozen: (row?.["frozen"] ?? null) as number | null,
    ids: column("ids"),
    sliceIds: column("slices"),
    codes: column("codes"),
    durations: column("durations"),
    rings: column("rings"),
    endpoints: column("endpoints"),
    queues: column("queues"),
    pseudonyms: column("pseudonyms"),
  };
}

export interface ExportCode {
  readonly kind: number;
  readonly direction: number;
  readonly disposition: number;
  readonly role: number;
  readonly class: number;
  /** Whether the call has, or may have, other parties. */
  readonly more: boolean;
  readonly sourceId: number;
}

/** As `data.export_near` and `data.export_far` put it together. 0 stands for a fact that is not there. */
export function decodeExportCode(text: string): ExportCode {
  const code = Number(text);
  const bits = (from: number, count: number) => Math.floor(code / 2 ** from) % 2 ** count;
  return {
    kind: bits(0, 3),
    direction: bits(3, 3),
    disposition: bits(6, 3),
    role: bits(9, 3),
    class: bits(12, 3),
    more: bits(15, 1) === 1,
    sourceId: bits(16, 32),
  };
}

/** Who took part in records, column by column and all equally long; in no order. */
export interface ExportParties {
  readonly ids: readonly string[];
  readonly sliceIds: readonly string[];
  /** `role << 3 | class`. */
  readonly codes: readonly string[];
  readonly pseudonyms: readonly string[];
}

/** A day on which parties of the records from place `first` to place `last` (both included, from 0) may end. */
export interface DayOfRecords {
  readonly day: Day;
  readonly first: number;
  readonly last: number;
}

/** Role web, inside the company. Everybody in these records; in pieces, so that nothing is put together only to be read once. */
export async function readExportParties(
  tx: Tx,
  companyId: number,
  recordIds: readonly string[],
  days: readonly DayOfRecords[],
): Promise<ExportParties[]> {
  const rows =
    await tx`select * from data.export_parties(${companyId}, ${`{${recordIds.join()}}`}::text::uuid[], ${`{${days.map((one) => one.day).join()}}`}::text::date[],
      ${`{${days.map((one) => one.first + 1).join()}}`}::text::int[], ${`{${days.map((one) => one.last + 1).join()}}`}::text::int[])`;
  return rows.map((row) => ({
    ids: values(row["ids"] as string),
    sliceIds: values(row["slices"] as string),
    codes: values(row["codes"] as string),
    pseudonyms: values(row["pseudonyms"] as string),
  }));
}

/** A list as the functions write it; ids and numbers need no quotes. */
function values(text: string | null): string[] {
  return text === null ? [] : text.split(",");
}
