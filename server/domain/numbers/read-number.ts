import { planOf } from "./plan.ts";
import { quickReader } from "./quick-path.ts";
import type { OtherReading, ReadNumber } from "./reading.ts";
import { type NumberSite, siteKey } from "./site.ts";
import { readSlowly } from "./slow-path.ts";
import { readSsn } from "../ssn.ts";

/** Raised when the same text may be read differently than before: stored subjects are then re-indexed. */
export const NORMALISER_VERSION = 1;

/** Readings kept for a site, in two halves that take turns, so that memory is bounded without a list to maintain. */
const CACHED_READINGS = 32_768;

const LONGEST_CACHED = 128;

export type NumberReader = (text: string) => ReadNumber;

/**
 * Reads what a telephone system wrote in a number's place, by the site's settings first and the country's plan after.
 * Never throws on a text. With `at`, ten or twelve digits that are also a personal identity number say so in `also`.
 */
export function readNumber(text: string, site: NumberSite, options: { at?: Date } = {}): ReadNumber {
  const read = numberReader(site)(text);
  if (options.at === undefined) return read;
  const ssn = alsoSsn(text, options.at);
  return ssn === null ? read : { ...read, also: [...read.also, ssn] };
}

const readers = new Map<string, NumberReader>();

/** The reader of a site, for callers that read thousands: about 0.5 microseconds a plain number, 0.1 any other text that is known. */
export function numberReader(site: NumberSite): NumberReader {
  const key = siteKey(site);
  const known = readers.get(key);
  if (known !== undefined) return known;
  const made = makeReader(site);
  readers.set(key, made);
  return made;
}

function makeReader(site: NumberSite): NumberReader {
  const plan = planOf(site.country);
  const quick = quickReader(site, plan);
  let young = new Map<string, ReadNumber>();
  let old = new Map<string, ReadNumber>();
  return (text) => {
    // A plain number is read faster than a large map is asked, and leaves nothing behind.
    const plain = quick(text);
    if (plain !== null) return plain;
    const cached = young.get(text);
    if (cached !== undefined) return cached;
    const read = old.get(text) ?? readSlowly(text, site, plan);
    if (text.length > LONGEST_CACHED) return read;
    if (young.size >= CACHED_READINGS / 2) {
      old = young;
      young = new Map();
    }
    young.set(text, read);
    return read;
  };
}

function alsoSsn(text: string, at: Date): OtherReading | null {
  const ssn = readSsn(text, at);
  return ssn?.valid === true ? { kind: "ssn", value: ssn.canonical } : null;
}
