import { NORMALISER_VERSION } from "../domain/numbers/index.ts";
import { type CompanyCache, cacheOf } from "./company-cache.ts";
import type { CompanyKeys } from "./company-keys.ts";
import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";
import { endOf, last8Of, lookupOf } from "./lookups.ts";
import { personMarks } from "./person-marks.ts";
import { readHashes } from "./private-hashes.ts";

/** An identifier is erased up to `before`: records of calls before it, and frames received before it, leave it out. */
export interface Watermark {
  readonly class: number;
  readonly normaliser: number;
  readonly before: number;
}

/** The company's watermarks, read once and again when the version has changed. Most companies have few. */
export async function loadWatermarks(k: Keyring, companyId: number): Promise<void> {
  const cache = cacheOf(k, companyId);
  const sql = companyDoor(k, companyId, "ingest", "web", "keeper", "owner");
  const rows = await sql`
    select class, normaliser, before, replace(hash::text, '-', '') as hash, replace(last8::text, '-', '') as last8, version
    from keyring.watermarks(${companyId}, ${k.clock().toISOString().slice(0, 10)}::text::date)`;
  const marks = new Map<string, Watermark>();
  const byLast8 = new Map<string, Watermark[]>();
  for (const row of rows) {
    if (row["hash"] === null) continue;
    const mark: Watermark = {
      class: row["class"] as number,
      normaliser: row["normaliser"] as number,
      before: (row["before"] as Date).getTime(),
    };
    marks.set(row["hash"] as string, mark);
    const last8 = row["last8"] as string | null;
    if (last8 !== null) byLast8.set(last8, [...(byLast8.get(last8) ?? []), mark]);
  }
  cache.watermarks = marks;
  cache.watermarksByLast8 = byLast8;
  cache.marksVersion = (rows[0]?.["version"] as number | undefined) ?? 0;
  [cache.personMarks, cache.privateLists] = await Promise.all([
    personMarks(k, companyId),
    readHashes(k, companyId, "ingest", "web", "keeper", "owner"),
  ]);
}

export interface Marked {
  readonly class: number;
  readonly canonical: string;
  readonly last8?: string | undefined;
  readonly calledAt: Date;
  readonly receivedAt: Date;
}

/**
 * Whether a watermark covers this appearance of an identifier. The last eight digits count where the canonical forms
 * cannot be compared: read by another version of the normaliser, or not readable as an international number.
 */
export function isWatermarked(cache: CompanyCache, keys: CompanyKeys, wanted: Marked): boolean {
  const { watermarks, watermarksByLast8 } = cache;
  const mark = watermarks?.get(lookupOf(keys.watermark, wanted.class, wanted.canonical));
  if (mark !== undefined && covers(mark, wanted)) return true;
  if (wanted.class !== PHONE || wanted.last8 === undefined || watermarksByLast8.size === 0) return false;
  const unreadable = !wanted.canonical.startsWith("+");
  return (watermarksByLast8.get(last8Of(keys.watermark, wanted.class, endOf(wanted.last8))) ?? []).some(
    (near) => (unreadable || near.normaliser !== NORMALISER_VERSION) && covers(near, wanted),
  );
}

const PHONE = 1;

function covers(mark: Watermark, wanted: Marked): boolean {
  return wanted.calledAt.getTime() < mark.before || wanted.receivedAt.getTime() < mark.before;
}
