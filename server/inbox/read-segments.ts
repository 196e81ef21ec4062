import { open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/app-error.ts";
import { unpackFrames } from "./segment-body.ts";
import { DAMAGED_SUFFIX, deliveryKey, HALF_SUFFIX, readSegmentName } from "./segment-name.ts";
import { corrupt, HEADER_REACH, type OpenInboxKey, readHeader, SegmentDamaged, unsealSegment } from "./segment-seal.ts";
import type { SegmentFrame, SegmentHeader, SegmentRef } from "./segment.ts";

export interface OpenedSegment {
  readonly header: SegmentHeader;
  readonly frames: SegmentFrame[];
}

/**
 * Every whole segment, in the order to read them: the segments of a delivery by their place in it, deliveries by their
 * oldest segment. It opens no file.
 */
export async function listSegments(
  dir: string,
  only: { companyId?: number; sourceId?: number } = {},
): Promise<SegmentRef[]> {
  const refs: SegmentRef[] = [];
  for (const name of await namesIn(dir)) {
    const ref = readSegmentName(dir, name);
    if (ref === null) continue;
    if (only.companyId !== undefined && ref.companyId !== only.companyId) continue;
    if (only.sourceId !== undefined && ref.sourceId !== only.sourceId) continue;
    refs.push(ref);
  }
  return inReadingOrder(refs);
}

/**
 * Header and frames, authenticated. Throws AppError "not-found" when another reader was faster, the key's error, or
 * SegmentDamaged: the segment is then set aside, so that its collector reads the bytes again where the source still has them.
 */
export async function openSegment(ref: Pick<SegmentRef, "path">, openKey: OpenInboxKey): Promise<OpenedSegment> {
  const file = await readWhole(ref.path);
  try {
    const { header, body } = await unsealSegment(file, openKey);
    return { header, frames: unpack(header, body) };
  } catch (error) {
    if (error instanceof SegmentDamaged) await rename(ref.path, ref.path + DAMAGED_SUFFIX).catch(() => undefined);
    throw error;
  }
}

function unpack(header: SegmentHeader, body: Buffer): SegmentFrame[] {
  try {
    return unpackFrames(body, header.from, header);
  } catch (cause) {
    throw corrupt(cause);
  }
}

/** The header alone: what a collector needs of its own segments, which it cannot open. */
export async function peekSegment(ref: Pick<SegmentRef, "path">): Promise<SegmentHeader> {
  const file = await open(ref.path, "r").catch(refuse);
  try {
    const start = Buffer.alloc(HEADER_REACH);
    const { bytesRead } = await file.read(start, 0, HEADER_REACH, 0);
    return readHeader(start.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** After its commit. Removing what is already gone is no error: a killed reader repeats it. */
export async function removeSegment(ref: Pick<SegmentRef, "path">): Promise<void> {
  await rm(ref.path, { force: true });
}

/**
 * Removes what a killed writer left half written, once it surely belongs to no writer at work, and damaged segments that
 * nobody has looked into for a week.
 */
export async function removeLeftovers(dir: string, halfMs = 600_000, damagedMs = 604_800_000): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(dir)) {
    const keptMs = name.endsWith(HALF_SUFFIX) ? halfMs : name.endsWith(DAMAGED_SUFFIX) ? damagedMs : null;
    if (keptMs === null) continue;
    const path = join(dir, name);
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age < keptMs) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}

/** `begun`: the oldest id of each delivery by its `deliveryKey`, where `refs` are some of them. */
export function inReadingOrder(refs: readonly SegmentRef[], begun = beginnings(refs)): SegmentRef[] {
  const ranked = refs.map((ref) => ({ ref, rank: begun.get(deliveryKey(ref)) ?? ref.id }));
  ranked.sort((a, b) => compare(a.rank, b.rank) || a.ref.from - b.ref.from || compare(a.ref.id, b.ref.id));
  return ranked.map(({ ref }) => ref);
}

function beginnings(refs: readonly SegmentRef[]): Map<string, string> {
  const oldest = new Map<string, string>();
  for (const ref of refs) {
    const key = deliveryKey(ref);
    const known = oldest.get(key);
    if (known === undefined || ref.id < known) oldest.set(key, ref.id);
  }
  return oldest;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** None where there is no folder yet. */
export async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function readWhole(path: string): Promise<Buffer> {
  return await readFile(path).catch(refuse);
}

function refuse(cause: unknown): never {
  if ((cause as NodeJS.ErrnoException).code === "ENOENT") {
    throw new AppError("not-found", "The segment is gone: another reader has taken it.", { cause });
  }
  throw cause;
}
