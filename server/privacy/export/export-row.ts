import type { PartyClass, Product, Role } from "../../domain/codes.ts";
import type { SourceName } from "../hit.ts";

/** One line of an export: one identifier in one call. Numbers are as they will be written: clear, or masked. */
export interface ExportRow {
  readonly hitId: string;
  readonly source: SourceName;
  /** Start of the call, in ms since 1970 (UTC). */
  readonly at: number;
  readonly product: Product | "";
  readonly direction: string;
  readonly disposition: string;
  /** Seconds, as digits; "" where the facts of the call have gone by their own rule. */
  readonly duration: string;
  readonly ring: string;
  readonly extension: string;
  readonly queue: string;
  readonly role: Role;
  readonly class: PartyClass;
  readonly number: string;
  readonly otherParties: readonly OtherParty[];
  /** YYYY-MM-DD; "" while the rule is switched off. */
  readonly erasedOn: string;
  readonly sourceName: string;
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
] as const;

/**
 * What a format writes before the rows, for a page of them, and after them. Pure, so that a text is the same wherever it is
 * written; `first` counts the rows before this page, so that a writer can go on where another one stopped.
 */
export interface ExportWriter {
  head(): string;
  rows(page: readonly ExportRow[], first: number): string;
  tail(): string;
}

export interface ExportAbout {
  readonly company: string;
  readonly timeZone: string;
  readonly language: "sv" | "en";
  readonly exportedAt: Date;
}

/** Others in one cell: "called=+46... caller=...". */
export function besideText(others: readonly OtherParty[]): string {
  let text = "";
  for (const { role, number } of others) text += `${text === "" ? "" : " "}${role}=${number}`;
  return text;
}
