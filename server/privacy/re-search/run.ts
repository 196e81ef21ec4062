import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { liveSlices, openWithSlice, type Slice } from "../../keyring/index.ts";
import { daysCounted } from "../../store/look.ts";
import type { Needle } from "./needle.ts";

/** What was opened and looked through. */
export interface LookedThrough {
  slices: number;
  parties: number;
  rawSegments: number;
  undefinedLines: number;
  inboxSegments: number;
  exports: number;
  selectionHits: number;
  /** Lines of the audit, the job queue and the log files. */
  textLines: number;
  watermarks: number;
  /** What could not be opened and so not be looked into. */
  unreadable: number;
}

export interface Found {
  parties: number;
  rawRecords: number;
  undefinedLines: number;
  inboxSegments: number;
  exports: number;
  subjects: number;
  selectionHits: number;
  textLines: number;
  /** Numbers that still stand on a list of private ones. */
  privateNumbers: number;
  /** Identifiers without a watermark: they would come back. */
  unguarded: number;
}

export interface ReSearchInput {
  /** Subject ids in hex: nobody may be behind them, and no row may point at them. */
  readonly subjects: readonly string[];
  /** Identifiers that may stand in no bytes. */
  readonly needles: readonly Needle[];
  /** Lines and files that came later are ordinary new ones. */
  readonly before: Date;
  readonly inbox: AsyncIterable<readonly Uint8Array[] | null>;
  readonly signal?: AbortSignal;
}

export type Place = Pick<Installation, "env" | "keyring" | "sql"> & { readonly company: Company };

/** One re-search under way. */
export interface Run {
  readonly place: Place;
  readonly input: ReSearchInput;
  readonly searched: LookedThrough;
  readonly found: Found;
  readonly ids: ReadonlySet<string>;
}

export function reading<T>({ place }: Run, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(place, "web"), place.company.id, work, { readOnly: true });
}

/** Days to look at: those of the living keys, and those on which the data cluster itself says that something stands. */
export async function daysOf(run: Run, classes: readonly number[]): Promise<{ days: string[]; slices: Slice[] }> {
  const { keyring, company } = run.place;
  const slices = await liveSlices(keyring, company.id, { classes });
  const counted = await reading(run, (tx) => daysCounted(tx, company.id));
  const days = new Set(slices.map((slice) => slice.expiresOn));
  for (const one of counted) if (classes.includes(one.class)) days.add(one.day);
  return { days: [...days].sort(), slices };
}

/** What cannot be opened is counted, not overlooked; what has expired meanwhile is gone and holds nothing. */
export async function opened(run: Run, sliceId: number, place: string, sealed: Buffer): Promise<Buffer | null> {
  try {
    return await openWithSlice(run.place.keyring, run.place.company.id, sliceId, place, sealed);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "expired") run.searched.unreadable++;
    return null;
  }
}
