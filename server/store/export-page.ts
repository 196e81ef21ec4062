import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";
import type { PartyOfRecord } from "./search-parties.ts";

/** A page of a selection, newest record first: one array for each column, all equally long. A value that is none is "". */
export interface ExportPage {
  /** Records of the page as they were frozen, whether they are still there or not. */
  readonly frozen: number;
  /** The oldest record of the page; the next page goes on before it. */
  readonly last: string;
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
  readonly before: string;
  readonly limit: number;
  /** The fence when the selection was frozen: while it is the same, no row has gone. */
  readonly epoch: number;
  readonly knownSlices: readonly number[];
}

/** Role web, inside the company. Null after the last page. */
export async function readExportPage(
  tx: Tx,
  companyId: number,
  selectionId: string,
  asked: ExportPageAsked,
): Promise<ExportPage | null> {
  const known = `{${asked.knownSlices.join()}}`;
  const [row] =
    await tx`select * from data.export_page(${companyId}, ${selectionId}, ${asked.before}, ${asked.limit}, ${asked.epoch}, ${known}::text::int[])`;
  if (row === undefined) return null;
  const column = (name: string) => values(row[name] as string | null);
  return {
    frozen: row["frozen"] as number,
    last: row["last"] as string,
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

/** Everybody in these records, for many records of few days: the days are read once instead of once for each record. */
export async function partiesBetween(
  tx: Tx,
  companyId: number,
  recordIds: readonly string[],
  days: readonly Day[],
): Promise<PartyOfRecord[]> {
  return rowsAs(
    await tx`select * from data.parties_between(${companyId}, ${`{${recordIds.join()}}`}::text::uuid[], ${`{${days.join()}}`}::text::date[])`,
  );
}

/** An array as Postgres writes it; ids and numbers need no quotes. */
function values(text: string | null): string[] {
  if (text === null) return [];
  const all = text.slice(1, -1).split(",");
  if (text.includes("NULL")) for (let i = 0; i < all.length; i++) if (all[i] === "NULL") all[i] = "";
  return all;
}
