import type { DriverOptions } from "../driver.ts";

/** What a dialect shows of itself; the suite asks the same of every driver. Each exception says why. */
export interface Specimen {
  readonly options?: DriverOptions;
  /** A file with a header where the dialect has one, at least one record, quotes and letters outside ASCII. */
  readonly file: string | Buffer;
  /** A call as one frame or several: what it needs before it (a date line), or its legs. */
  record(call: Call): Written | readonly Written[];
  /** How the PBX writes a caller it does not tell. */
  readonly withheld: readonly string[];
  readonly time?: TimeOfRecord;
  /** What this dialect cannot show, and why. The suite then asks for the opposite where there is one. */
  readonly exceptions?: Readonly<Partial<Record<Exception, string>>>;
}

export type Written = string | Buffer;

/**
 * `withheld`: it never writes callers it does not tell. `unanswered`: it writes answered calls only. `disposition`: nothing
 * tells whether a call was answered: it must be null. `impossible-days`: its times count seconds, so every one of them is a day.
 * `blank`: blanks are no frame of its own. `encoding`: its text is never Latin-1.
 */
export type Exception = "withheld" | "unanswered" | "disposition" | "impossible-days" | "blank" | "encoding";

export interface Call {
  /** What the wall clock showed, `YYYY-MM-DD HH:MM:SS`; sometimes a day that does not exist. */
  readonly startedAt: string;
  readonly answered: boolean;
  readonly calling: string;
}

/** How the record writes the start; the default is local time of the site, to the second, with a year. */
export interface TimeOfRecord {
  readonly why: string;
  /** A time written to the minute is read as its beginning. */
  readonly resolution?: "second" | "minute";
  /** `utc`: `startedAt` is written as UTC. */
  readonly zone?: "site" | "utc";
  /** What of the date the record lacks: it comes from when it was received. */
  readonly lacks?: "year" | "date";
  /** Times before or after these cannot be written. */
  readonly from?: string;
  readonly to?: string;
}

/** Numbers of the series reserved for fiction by PTS. */
export const FICTION = { mobile: "0701740605", other: "0701740633", landline: "0846500442" } as const;

/** What the wall clock shows so many seconds later, without any change of clocks: for records that write the end. */
export function later(local: string, seconds: number): string {
  const at = Date.parse(`${local.replace(" ", "T")}Z`);
  // What is no time is written as it is, so that the driver meets it.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== local.slice(0, 10)) return local;
  return new Date(at + seconds * 1_000).toISOString().slice(0, 19).replace("T", " ");
}
