import { randomFillSync } from "node:crypto";
import { NORMALISER_VERSION } from "../domain/numbers/index.ts";
import { AppError } from "../domain/app-error.ts";
import { type CompanyCache, cacheOf, type KnownSubject, trimSubjects } from "./company-cache.ts";
import { type CompanyKeys, companyKeys, reloadCompanyKeys } from "./company-keys.ts";
import { companyDoor } from "./company-door.ts";
import { type Forms, writeIdentifier } from "./forms.ts";
import type { Keyring } from "./keyring.ts";
import { digitsOf, endOf, hashesOf, isShared, lookupOf, subjectPlace } from "./lookups.ts";
import { noteMarked } from "./person-marks.ts";
import { seal } from "./sealing.ts";
import { isWatermarked, loadWatermarks } from "./watermarks.ts";

/** One identifier as a record has it. `class` is a code of domain/codes.ts. */
export interface Wanted {
  readonly class: number;
  readonly canonical: string;
  readonly digits?: string | undefined;
  readonly national?: string | undefined;
  readonly last8?: string | undefined;
  /** The latest expiry day of the parties that are to be written with it. */
  readonly liveUntil: string;
  readonly calledAt: Date;
  readonly receivedAt: Date;
}

export interface Resolved {
  /** 16 bytes; null when the identifier is erased for this record. */
  readonly subjectId: Buffer | null;
  readonly erased: boolean;
}

/**
 * Subject ids for a batch, in its order, from the cache and one round trip for the rest; new identifiers are made. A
 * phone number or full SSN has one subject in a company, the other classes one a record. The subjects are committed when
 * this returns. Ids may be used as long as the company's fence epoch stays the one read before.
 */
export async function resolveSubjects(k: Keyring, companyId: number, wanted: readonly Wanted[]): Promise<Resolved[]> {
  await companyKeys(k, companyId);
  if (cacheOf(k, companyId).watermarks === undefined) await loadWatermarks(k, companyId);
  for (let attempt = 0; attempt < 5; attempt++) {
    const cache = cacheOf(k, companyId);
    const keys = await companyKeys(k, companyId);
    const { resolved, open } = fromCache(cache, keys, wanted);
    if (open.length === 0) return resolved;
    const ids = await askKeyring(k, companyId, cache, keys, open);
    if (ids !== null) {
      keepAnswer(cache, open, ids, resolved);
      if (cache.personMarks.length > 0) await noteMarked(k, companyId, cache.personMarks, peopleOf(open, ids));
      trimSubjects(k);
      return resolved;
    }
    await reloadCompanyKeys(k, companyId);
    await loadWatermarks(k, companyId);
  }
  throw new AppError("unavailable", "The keyring is being changed; the batch will be tried again.", { retry: true });
}

/** One row of the question to the keyring, and the places of the batch that it answers. */
interface Asked {
  readonly wanted: Wanted;
  liveUntil: string;
  readonly places: number[];
}

const ERASED: Resolved = { subjectId: null, erased: true };

function fromCache(cache: CompanyCache, keys: CompanyKeys, wanted: readonly Wanted[]) {
  const resolved = new Array<Resolved>(wanted.length);
  const asked = new Map<string, Asked>();
  const open: Asked[] = [];
  const marked = (cache.watermarks?.size ?? 0) > 0;
  for (let place = 0; place < wanted.length; place++) {
    const one = wanted[place];
    if (one === undefined) continue;
    if (marked && isWatermarked(cache, keys, one)) {
      resolved[place] = ERASED;
      continue;
    }
    if (!isShared(one.class)) {
      open.push({ wanted: one, liveUntil: one.liveUntil, places: [place] });
      continue;
    }
    const key = cacheKey(one);
    const known = cache.subjects.get(key);
    if (known !== undefined && known.liveUntil >= one.liveUntil) {
      resolved[place] = known;
      continue;
    }
    const same = asked.get(key);
    if (same === undefined) {
      const fresh = { wanted: one, liveUntil: one.liveUntil, places: [place] };
      asked.set(key, fresh);
      open.push(fresh);
    } else {
      same.places.push(place);
      if (one.liveUntil > same.liveUntil) same.liveUntil = one.liveUntil;
    }
  }
  return { resolved, open };
}

/** The ids of the open rows, in their order; null when the keys or the watermarks are not the present ones. */
async function askKeyring(
  k: Keyring,
  companyId: number,
  cache: CompanyCache,
  keys: CompanyKeys,
  open: readonly Asked[],
): Promise<Buffer[] | null> {
  // Preparing a new subject costs ten times as much as a lookup: where most of a batch was known, ask before preparing.
  if (open.length < 64 || cache.newShare > 0.4)
    return await makeSubjects(k, companyId, cache, keys, open, cache.newShare === 1);
  // Those with one subject a record are always new, and the question has no place for them.
  const shared = open.filter(({ wanted }) => isShared(wanted.class));
  if (shared.length === 0) return await makeSubjects(k, companyId, cache, keys, open, true);
  const known = await knownSubjects(k, companyId, cache, keys, shared);
  if (known === null) return null;
  const ids = new Map(shared.map((one, row) => [one, known[row]]));
  const fresh = open.filter((one) => isNobody(ids.get(one)));
  cache.newShare = fresh.length / open.length;
  if (fresh.length === 0) return known;
  const made = await makeSubjects(k, companyId, cache, keys, fresh, true);
  if (made === null) return null;
  cache.newShare = fresh.length / open.length;
  for (const [row, one] of fresh.entries()) ids.set(one, made[row]);
  return open.map((one) => ids.get(one) ?? NOBODY);
}

async function knownSubjects(
  k: Keyring,
  companyId: number,
  cache: CompanyCache,
  keys: CompanyKeys,
  open: readonly Asked[],
): Promise<Buffer[] | null> {
  const sql = companyDoor(k, companyId, "ingest", "web", "owner");
  const lookups = open.map(({ wanted }) => lookupOf(keys.lookup, wanted.class, wanted.canonical));
  const [row] = await sql`
    select keyring.known_subjects(${companyId}, ${keys.generation}, ${cache.marksVersion}, ${`{${open.map(({ wanted }) => wanted.class).join()}}`}::text::int2[],
      ${`{${lookups.join()}}`}::text::uuid[], ${`{${open.map((one) => one.liveUntil).join()}}`}::text::date[]) as ids`;
  return cut(row?.["ids"] as Buffer | null | undefined, open.length);
}

async function makeSubjects(
  k: Keyring,
  companyId: number,
  cache: CompanyCache,
  keys: CompanyKeys,
  open: readonly Asked[],
  hopeful: boolean,
): Promise<Buffer[] | null> {
  const proposed = freshSubjectIds(open.length);
  const q = question(companyId, keys, open, proposed);
  const sql = companyDoor(k, companyId, "ingest", "web", "owner");
  const [row] = await sql`
    select keyring.resolve_subjects(${companyId}, ${keys.generation}, ${cache.marksVersion}, ${NORMALISER_VERSION},
      ${q.classes}::text::int2[], ${q.lookups}::text::uuid[], ${q.liveUntil}::text::date[], ${q.ids}::text::uuid[],
      ${q.digits}::text::uuid[], ${q.national}::text::uuid[], ${q.last8}::text::uuid[], ${q.elsewhere}::text::uuid[],
      ${q.sealed}::text::text[], ${hopeful}) as ids`;
  const answer = row?.["ids"] as Buffer | null | undefined;
  const ids = answer?.length === 0 ? proposed : answer;
  const given = cut(ids, open.length);
  if (given !== null)
    cache.newShare =
      given.filter((id, place) => id.compare(proposed, place * 16, place * 16 + 16) === 0).length / open.length;
  return given;
}

function cut(packed: Buffer | null | undefined, count: number): Buffer[] | null {
  if (packed === null || packed === undefined) return null;
  if (packed.length !== count * 16) throw new Error("the keyring answered another batch");
  return Array.from({ length: count }, (_, place) => packed.subarray(place * 16, place * 16 + 16));
}

function isNobody(id: Buffer | undefined): boolean {
  return id === undefined || NOBODY.equals(id);
}

const NOBODY = Buffer.alloc(16);

/** Array literals of Postgres, all of one length. */
function question(companyId: number, keys: CompanyKeys, open: readonly Asked[], packed: Buffer) {
  const classes: number[] = [];
  const lookups: string[] = [];
  const liveUntil: string[] = [];
  const ids: string[] = [];
  const digits: string[] = [];
  const national: string[] = [];
  const last8: string[] = [];
  const elsewhere: string[] = [];
  const sealed: string[] = [];
  for (const [place, { wanted, liveUntil: until }] of open.entries()) {
    const id = packed.subarray(place * 16, place * 16 + 16);
    const { class: dataClass, canonical } = wanted;
    const forms = formsOf(wanted);
    classes.push(dataClass);
    const hashes = hashesOf(keys.lookup, dataClass, canonical, forms);
    lookups.push(hashes.lookup);
    liveUntil.push(until);
    ids.push(id.toString("hex"));
    digits.push(hashes.digits);
    national.push(hashes.national);
    last8.push(hashes.last8);
    elsewhere.push(hashes.elsewhere);
    sealed.push(
      seal(keys.seal, subjectPlace(companyId, dataClass, id), writeIdentifier(canonical, forms)).toString("hex"),
    );
  }
  return {
    classes: `{${classes.join()}}`,
    lookups: `{${lookups.join()}}`,
    liveUntil: `{${liveUntil.join()}}`,
    ids: `{${ids.join()}}`,
    digits: `{${digits.join()}}`,
    national: `{${national.join()}}`,
    last8: `{${last8.join()}}`,
    elsewhere: `{${elsewhere.join()}}`,
    sealed: `{${sealed.join()}}`,
  };
}

/**
 * What the canonical form says already is left out: a search asks for it with and without the plus. The forms kept are
 * found by their last eight digits; where those are others (08-465 004 and +468465004) both are indexed.
 */
function formsOf(wanted: Wanted): Forms {
  const canonical = digitsOf(wanted.canonical);
  const national = digitsOf(wanted.national ?? "");
  const digits = digitsOf(wanted.digits ?? "");
  const last8 = endOf(wanted.last8 ?? "");
  const kept = [digits, national].filter((form) => form !== "" && form !== canonical);
  return {
    national: kept.includes(national) ? national : null,
    digits: kept.includes(digits) && digits !== national ? digits : null,
    last8: last8 === "" ? null : last8,
    elsewhere: kept.map(endOf).find((end) => end !== last8) ?? null,
  };
}

function* peopleOf(open: readonly Asked[], ids: readonly Buffer[]) {
  for (const [row, { wanted }] of open.entries()) {
    const { class: cls, canonical, digits, national } = wanted;
    yield { class: cls, canonical, digits, national, id: ids[row] ?? NOBODY };
  }
}

function keepAnswer(cache: CompanyCache, open: readonly Asked[], ids: readonly Buffer[], resolved: Resolved[]): void {
  for (const [row, { wanted, liveUntil, places }] of open.entries()) {
    // Copied, so that one remembered id does not keep the whole answer in memory.
    const answer: KnownSubject = { subjectId: Buffer.from(ids[row] ?? NOBODY), erased: false, liveUntil };
    for (const place of places) resolved[place] = answer;
    if (isShared(wanted.class)) cache.subjects.set(cacheKey(wanted), answer);
  }
}

/** 96 random bits and 32 zero bits each: what opens to anything else is corrupt. */
export function freshSubjectIds(count: number): Buffer {
  const ids = randomFillSync(Buffer.allocUnsafe(count * 16));
  for (let at = 12; at < ids.length; at += 16) ids.writeUInt32BE(0, at);
  return ids;
}

function cacheKey(wanted: Wanted): string {
  return `${wanted.class}/${wanted.canonical}`;
}
