import { open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/app-error.ts";
import { unpackFrames } from "./segment-body.ts";
import { DAMAGED_SUFFIX, HALF_SUFFIX, readSegmentName } from "./segment-name.ts";
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
  for (const name of await names(dir)) {
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

/** How many segments of each source were set aside, by `companyId sourceId`. */
export async function countDamaged(dir: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const name of await names(dir)) {
    const ref = name.endsWith(DAMAGED_SUFFIX) ? readSegmentName(dir, name.slice(0, -DAMAGED_SUFFIX.length)) : null;
    if (ref === null) continue;
    const key = `${ref.companyId} ${ref.sourceId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What lies of a source on this disk. */
export interface OnDisk {
  files: number;
  bytes: number;
}

/**
 * What lies of each source on this disk, by `companyId sourceId`, with what was set aside. `known` holds the sizes of the last look by
 * name, since a segment never grows, and those of this one afterwards.
 */
export async function measureInbox(dir: string, known: Map<string, number>): Promise<Map<string, OnDisk>> {
  const sizes = new Map<string, number>();
  const bySource = new Map<string, OnDisk>();
  for (const name of await names(dir)) {
    const whole = name.endsWith(DAMAGED_SUFFIX) ? name.slice(0, -DAMAGED_SUFFIX.length) : name;
    const ref = readSegmentName(dir, whole);
    if (ref === null) continue;
    const size = known.get(whole) ?? (await stat(join(dir, name)).catch(() => ({ size: 0 }))).size;
    sizes.set(whole, size);
    const key = `${ref.companyId} ${ref.sourceId}`;
    const { files, bytes } = bySource.get(key) ?? { files: 0, bytes: 0 };
    bySource.set(key, { files: files + 1, bytes: bytes + size });
  }
  known.clear();
  for (const [name, size] of sizes) known.set(name, size);
  return bySource;
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
  for (const name of await names(dir)) {
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

function inReadingOrder(refs: SegmentRef[]): SegmentRef[] {
  const oldest = new Map<string, string>();
  const keyOf = (ref: SegmentRef) => `${ref.companyId} ${ref.sourceId} ${ref.deliveryId}`;
  for (const ref of refs) {
    const key = keyOf(ref);
    const known = oldest.get(key);
    if (known === undefined || ref.id < known) oldest.set(key, ref.id);
  }
  const ranked = refs.map((ref) => ({ ref, rank: oldest.get(keyOf(ref)) ?? ref.id }));
  ranked.sort((a, b) => compare(a.rank, b.rank) || a.ref.from - b.ref.from || compare(a.ref.id, b.ref.id));
  return ranked.map(({ ref }) => ref);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function names(dir: string): Promise<string[]> {
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
