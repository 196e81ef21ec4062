import type { PartyClass, Role } from "../../domain/codes.ts";
import type { SourceName } from "../hit.ts";

/** One line of an export: one identifier in one call. Numbers are as they will be written: clear, or masked. */
export interface ExportRow {
  readonly hitId: string;
  readonly source: SourceName;
  readonly date: Date;
  readonly product: string;
  readonly direction: string | null;
  readonly disposition: string | null;
  readonly durationSeconds: number;
  readonly ringSeconds: number | null;
  readonly extension: string | null;
  readonly queue: string | null;
  readonly role: Role;
  readonly class: PartyClass;
  readonly number: string;
  readonly otherParties: readonly { readonly role: Role; readonly class: PartyClass; readonly number: string }[];
  /** YYYY-MM-DD; null while the rule is switched off. */
  readonly erasedOn: string | null;
  readonly sourceName: string;
}

/** What a format does: bytes before, for each row, and after. Pure, so that a file is the same wherever it is written. */
export interface ExportWriter {
  readonly contentType: string;
  readonly extension: string;
  head(): string;
  row(row: ExportRow): string;
  tail(): string;
}

export interface ExportAbout {
  readonly company: string;
  readonly timeZone: string;
  readonly language: "sv" | "en";
  readonly exportedAt: Date;
}
