/** One field of a record: where its text stands in the frame, without quotes; `escaped` when escapes stand inside. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly escaped: "csv" | "json" | null;
}

export interface Row {
  readonly frame: Uint8Array;
  /** The frame, one character a byte. */
  readonly text: string;
  /** By column name in `plain` form. */
  readonly fields: ReadonlyMap<string, Field>;
}

/** Case, blanks and underscores do not tell columns apart: `SCHEDULED_AT`, `scheduledAt`. */
export function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
