import type { PartyClass, Product, Role } from "../../domain/codes.ts";
import type { CallQuality } from "../../domain/quality.ts";
import type { SourceName } from "../hit.ts";
import type { ByteText } from "./byte-text.ts";

/**
 * One line of an export: one identifier in one call. Numbers are as they will be written: clear, or masked. Good until the
 * next one is made: it stands in the same object.
 */
export interface ExportRow {
  /** The id stands in these bytes, 36 characters from `idAt` on. */
  readonly ids: Buffer;
  readonly idAt: number;
  readonly source: SourceName;
  /** Start of the call, in ms since 1970 (UTC). */
  readonly at: number;
  readonly product: Product | "";
  readonly direction: string;
  readonly disposition: string;
  /** Seconds; null where the facts of the call have gone by their own rule. */
  readonly duration: number | null;
  readonly ring: number | null;
  readonly extension: string;
  readonly queue: string;
  readonly role: Role;
  readonly class: PartyClass;
  readonly number: string;
  readonly otherParties: readonly OtherParty[];
  /** YYYY-MM-DD; "" while the rule is switched off. */
  readonly erasedOn: string;
  readonly sourceName: string;
  /** YYYY-MM-DD of the last correction of the call (Art. 16); "" where nothing was put right. */
  readonly correctedOn: string;
  /** In the company's currency, e.g. "12.50", or masked; "" for none. */
  readonly cost: string;
  /** ISO 4217; "" without a cost or while the company has not said. */
  readonly currency: string;
  /** The thresholds it lies below, e.g. "duration cost"; "" for none. */
  readonly keptApart: string;
  /** "private", "business" or "". */
  readonly nature: string;
  /** What stands where a number was shielded; "" where none was. */
  readonly category: string;
  /** What was measured of its sound; null for nothing, and in formats that do not tell it. */
  readonly quality: CallQuality | null;
}

export interface OtherParty {
  readonly role: Role;
  readonly class: PartyClass;
  readonly number: string;
}

/** The columns of every format, in their order. */
export const COLUMNS = [
  "hit_id",
  "source",
  "date",
  "product",
  "direction",
  "disposition",
  "duration_seconds",
  "ring_seconds",
  "extension",
  "queue",
  "role",
  "class",
  "number",
  "other_parties",
  "erased_on",
  "source_name",
  "corrected_on",
  "cost",
  "currency",
  "kept_apart",
  "nature",
  "category",
] as const;

/** What a format writes before the rows, for each, and after them. Pure: a text is the same wherever it is written. */
export interface ExportWriter {
  head(to: ByteText): void;
  /** `first`: no row was written before this one, by whoever. */
  row(to: ByteText, row: ExportRow, first: boolean): void;
  tail(to: ByteText): void;
}

export interface ExportAbout {
  readonly company: string;
  readonly timeZone: string;
  readonly language: "sv" | "en";
  readonly exportedAt: Date;
}

export function hitIdOf({ ids, idAt }: ExportRow): string {
  return ids.toString("latin1", idAt, idAt + ID_LENGTH);
}

export const ID_LENGTH = 36;

/** Others in one cell: "called=+46... caller=...". */
export function besideText(others: readonly OtherParty[]): string {
  let text = "";
  for (const { role, number } of others) text += `${text === "" ? "" : " "}${role}=${number}`;
  return text;
}
