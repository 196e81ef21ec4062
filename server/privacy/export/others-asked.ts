import type { Slice } from "../../keyring/index.ts";
import { type DayOfRecords, type ExportPage, hasMore, type RecordsAsked } from "../../store/index.ts";
import type { Reading } from "./shown-rows.ts";

export interface OthersAsked {
  readonly records: RecordsAsked;
  readonly days: readonly DayOfRecords[];
  /** The place of every row's call among `records`; -1 where nobody else took part. */
  readonly recordOf: Int32Array;
}

/**
 * The calls with somebody else in them, and on which days those can end: all parties of a call count from the same day, so
 * that only the ends of that day's slices can hold them.
 */
export function othersAsked(
  { code, alone, subjectOf }: Reading,
  page: ExportPage,
  slices: readonly Slice[],
): OthersAsked {
  const callDays = new Map(slices.map((slice) => [slice.id, slice.callDay]));
  const placesOf = new Map<string, DayPlaces>();
  const ids: string[] = [];
  const own: number[] = [];
  const mine = new Map<number, string>();
  const recordOf = new Int32Array(page.rows).fill(-1);
  let record = -1;
  for (let i = 0; i < page.rows; i++) {
    const bits = page.codes[i] ?? 0;
    const slice = page.sliceIds[i] ?? 0;
    const again = page.goesOn(i);
    if (!again) record = -1;
    // Of several rows of one call it is decided later which is written: everybody in such a call is asked for.
    if (record >= 0) own[record] = 0;
    else if (hasMore(bits)) {
      record = ids.push(page.id(i)) - 1;
      own.push(alone && !again ? code(bits).party : 0);
    } else continue;
    recordOf[i] = record;
    if (alone && !mine.has(slice)) mine.set(slice, page.pseudonym(i) ?? subjectOf.get(slice)?.pseudonym ?? "");
    const callDay = callDays.get(slice);
    if (callDay !== undefined) widen(placesOf, callDay, record, record);
  }
  const ends = new Map<string, DayPlaces>();
  for (const { callDay, expiresOn } of slices) {
    const places = placesOf.get(callDay);
    if (places !== undefined) widen(ends, expiresOn, places.first, places.last);
  }
  const pseudonyms = [...mine.values()].filter((text) => text !== "");
  return { records: { ids, own, pseudonyms }, days: [...ends].map(([day, places]) => ({ day, ...places })), recordOf };
}

interface DayPlaces {
  first: number;
  last: number;
}

function widen(map: Map<string, DayPlaces>, key: string, first: number, last: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, { first, last });
  else {
    known.first = Math.min(known.first, first);
    known.last = Math.max(known.last, last);
  }
}
