import { open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/app-error.ts";
import { unpackFrames } from "./segment-body.ts";
import { HALF_SUFFIX, readSegmentName } from "./segment-name.ts";
import { corrupt, HEADER_REACH, type OpenInboxKey, readHeader, unsealSegment } from "./segment-seal.ts";
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

/** Header and frames, authenticated. Throws AppError "not-found" when another reader was faster, "corrupt", or the key's error. */
export async function openSegment(ref: Pick<SegmentRef, "path">, openKey: OpenInboxKey): Promise<OpenedSegment> {
  const { header, body } = await unsealSegment(await readWhole(ref.path), openKey);
  try {
    return { header, frames: unpackFrames(body, header.from, header.frames, header.bytes) };
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

/** A damaged segment must neither stop the ones behind it nor be lost to whoever looks into the damage. */
export async function setAsideSegment(ref: Pick<SegmentRef, "path">): Promise<void> {
  await rename(ref.path, `${ref.path}.damaged`);
}

/** Removes what a killed writer left half written; younger halves may belong to a writer at work. */
export async function removeHalves(dir: string, olderThanMs = 600_000): Promise<number> {
  let removed = 0;
  for (const name of await names(dir)) {
    if (!name.endsWith(HALF_SUFFIX)) continue;
    const path = join(dir, name);
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age < olderThanMs) continue;
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
