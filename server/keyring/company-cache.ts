import type { Keyring } from "./keyring.ts";
import type { CompanyKeys } from "./company-keys.ts";
import type { PersonMark } from "./person-marks.ts";
import type { LoadedSlice } from "./slice-keys.ts";
import type { Watermark } from "./watermarks.ts";

/** A subject this process knows, as it is answered: handed out again without a question until the fence epoch changes. */
export interface KnownSubject {
  readonly subjectId: Buffer;
  readonly erased: false;
  readonly liveUntil: string;
}

/** What a process remembers of one company. Everything in it may be forgotten at any time. */
export interface CompanyCache {
  keys: CompanyKeys | undefined;
  readonly slicesById: Map<number, LoadedSlice>;
  /** Slices from before the last forgetting: a batch under way may go on sealing with them, its commit is refused anyway. */
  readonly sealable: ReadonlyMap<number, LoadedSlice>;
  /** By product, class, call day and expiry day; the slices ingest writes to. */
  readonly slicesBySpec: Map<string, LoadedSlice>;
  /** The version under which all live slices were read; undefined when they were not. */
  liveVersion: number | undefined;
  live: readonly LoadedSlice[];
  readonly subjects: Map<string, KnownSubject>;
  /** Which part of the last batch's unknown identifiers was new to the keyring too. */
  newShare: number;
  readonly endpoints: Map<string, number>;
  watermarks: ReadonlyMap<string, Watermark> | undefined;
  watermarksByLast8: ReadonlyMap<string, readonly Watermark[]>;
  marksVersion: number;
  /** Whose data is restricted; read with the watermarks. */
  personMarks: readonly PersonMark[];
  /** On whose lists of private numbers a hash stands; read with the watermarks. */
  privateLists: ReadonlyMap<string, readonly number[]>;
}

export function cacheOf(k: Keyring, companyId: number): CompanyCache {
  let cache = k.companies.get(companyId);
  if (cache === undefined) {
    cache = emptyCache();
    if (k.companies.size >= MOST_COMPANIES) dropFirst(k.companies);
  } else {
    k.companies.delete(companyId);
  }
  k.companies.set(companyId, cache);
  return cache;
}

/** To be called when a company's fence epoch has changed: ids, watermarks and slices are asked for again. */
export function forgetCaches(k: Keyring, companyId: number): void {
  const old = k.companies.get(companyId);
  if (old === undefined) return;
  k.companies.set(companyId, { ...emptyCache(), keys: old.keys, sealable: old.slicesById, newShare: old.newShare });
}

/** Keeps all companies' subjects within one bound; the company that was used longest ago gives way first. */
export function trimSubjects(k: Keyring): void {
  let total = 0;
  for (const cache of k.companies.values()) total += cache.subjects.size;
  for (const { subjects } of k.companies.values()) {
    for (const key of subjects.keys()) {
      if (total <= MOST_SUBJECTS) return;
      subjects.delete(key);
      total--;
    }
  }
}

/** Adds to a map that holds `most` entries; the oldest goes. */
export function remember<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  if (map.size >= most && !map.has(key)) dropFirst(map);
  map.set(key, value);
}

/** About 40 MB. */
const MOST_SUBJECTS = 200_000;
export const MOST_SLICES = 50_000;
export const MOST_ENDPOINTS = 20_000;
const MOST_COMPANIES = 64;

function dropFirst<K, V>(map: Map<K, V>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}

function emptyCache(): CompanyCache {
  return {
    keys: undefined,
    slicesById: new Map(),
    sealable: new Map(),
    slicesBySpec: new Map(),
    liveVersion: undefined,
    live: [],
    subjects: new Map(),
    newShare: 0,
    endpoints: new Map(),
    watermarks: undefined,
    watermarksByLast8: new Map(),
    marksVersion: 0,
    personMarks: [],
    privateLists: new Map(),
  };
}
