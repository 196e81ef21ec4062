import { randomFillSync } from "node:crypto";
import { NORMALISER_VERSION } from "../domain/numbers/index.ts";
import { AppError } from "../domain/app-error.ts";
import { type CompanyCache, cacheOf, MOST_SUBJECTS, remember } from "./company-cache.ts";
import { type CompanyKeys, companyKeys, reloadCompanyKeys } from "./company-keys.ts";
import { doorOf, type Keyring } from "./keyring.ts";
import { aliasOf, digitsOf, isShared, last8Of, lookupOf, subjectPlace } from "./lookups.ts";
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
    const { resolved, open } = fromCache(k, companyId, cache, keys, wanted);
    if (open.length === 0) return resolved;
    const ids = await askKeyring(k, companyId, cache, keys, open);
    if (ids !== null) {
      keepAnswer(cache, open, ids, resolved);
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

function fromCache(k: Keyring, companyId: number, cache: CompanyCache, keys: CompanyKeys, wanted: readonly Wanted[]) {
  const resolved = new Array<Resolved>(wanted.length);
  const asked = new Map<string, Asked>();
  const open: Asked[] = [];
  for (const [place, one] of wanted.entries()) {
    if (isWatermarked(k, companyId, keys, one)) {
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
      resolved[place] = { subjectId: known.id, erased: false };
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

async function askKeyring(k: Keyring, companyId: number, cache: CompanyCache, keys: CompanyKeys, open: readonly Asked[]): Promise<Buffer | null> {
  const q = question(companyId, keys, open);
  const sql = doorOf(k, "ingest", "owner");
  const [row] = await sql`
    select keyring.resolve_subjects(${companyId}, ${keys.generation}, ${cache.marksVersion}, ${NORMALISER_VERSION},
      ${q.classes}::text::int2[], ${q.lookups}::text::uuid[], ${q.liveUntil}::text::date[], ${q.ids}::text::uuid[],
      ${q.digits}::text::uuid[], ${q.national}::text::uuid[], ${q.last8}::text::uuid[], ${q.sealed}::text::text[]) as ids`;
  return (row?.["ids"] as Buffer | null | undefined) ?? null;
}

/** Array literals of Postgres, all of one length. Everything is made as if the subject were new: asking first would cost a round trip. */
function question(companyId: number, keys: CompanyKeys, open: readonly Asked[]) {
  const packed = freshSubjectIds(open.length);
  const classes: number[] = [];
  const lookups: string[] = [];
  const liveUntil: string[] = [];
  const ids: string[] = [];
  const digits: string[] = [];
  const national: string[] = [];
  const last8: string[] = [];
  const sealed: string[] = [];
  for (const [place, { wanted, liveUntil: until }] of open.entries()) {
    const id = packed.subarray(place * 16, place * 16 + 16);
    const { class: dataClass, canonical } = wanted;
    const aliases = aliasesOf(wanted);
    classes.push(dataClass);
    lookups.push(lookupOf(keys.lookup, dataClass, canonical));
    liveUntil.push(until);
    ids.push(id.toString("hex"));
    digits.push(aliases.digits === null ? "null" : aliasOf(keys.lookup, dataClass, aliases.digits));
    national.push(aliases.national === null ? "null" : aliasOf(keys.lookup, dataClass, aliases.national));
    last8.push(aliases.last8 === null ? "null" : last8Of(keys.lookup, dataClass, aliases.last8));
    sealed.push(seal(keys.seal, subjectPlace(companyId, dataClass, id), Buffer.from(canonical)).toString("hex"));
  }
  return {
    classes: `{${classes.join()}}`,
    lookups: `{${lookups.join()}}`,
    liveUntil: `{${liveUntil.join()}}`,
    ids: `{${ids.join()}}`,
    digits: `{${digits.join()}}`,
    national: `{${national.join()}}`,
    last8: `{${last8.join()}}`,
    sealed: `{${sealed.join()}}`,
  };
}

/** What the canonical form says already needs no index of its own: a search asks for it with and without the plus. */
function aliasesOf(wanted: Wanted): { digits: string | null; national: string | null; last8: string | null } {
  const canonicalDigits = digitsOf(wanted.canonical);
  const national = wanted.national === undefined ? null : digitsOf(wanted.national);
  const digits = wanted.digits === undefined ? null : digitsOf(wanted.digits);
  return {
    national: national === "" || national === canonicalDigits ? null : national,
    digits: digits === "" || digits === canonicalDigits || digits === national ? null : digits,
    last8: wanted.last8 === undefined || wanted.last8.length < 8 ? null : wanted.last8,
  };
}

function keepAnswer(cache: CompanyCache, open: readonly Asked[], ids: Buffer, resolved: Resolved[]): void {
  if (ids.length !== open.length * 16) throw new Error("the keyring answered another batch");
  for (const [row, { wanted, liveUntil, places }] of open.entries()) {
    const id = ids.subarray(row * 16, row * 16 + 16);
    for (const place of places) resolved[place] = { subjectId: id, erased: false };
    // Copied, so that one remembered id does not keep the whole answer in memory.
    if (isShared(wanted.class)) remember(cache.subjects, cacheKey(wanted), { id: Buffer.from(id), liveUntil }, MOST_SUBJECTS);
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
