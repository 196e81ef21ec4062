import { statfs } from "node:fs/promises";
import { InboxView, type SegmentHeader } from "../../inbox/index.ts";
import { Refused } from "./refused.ts";

/** Bytes of a source that may wait for ingest, as for a collector at home: the rest is as safe at the edge. */
const WAITING_BYTES = 268_435_456;
/** An edge lets five hundred wait. Whoever lists the folder, for every company, reads all their names. */
const WAITING_FILES = 2_000;
const LEAST_FREE_BYTES = 268_435_456;
const FRESH_MS = 1_000;

/**
 * Throws Refused "full": the edge keeps what it has and comes again. What lies on the disk counts besides what segments say of
 * themselves, and what did not open for as long as it lies there: a stolen edge must not take the room of everybody else.
 */
export async function requireRoom(dir: string, { companyId, sourceId }: SegmentHeader): Promise<void> {
  const view = InboxView.of(dir);
  await view.glance(FRESH_MS);
  const { segments, spanned, bytes, damaged, damagedBytes } = view.of(companyId, sourceId);
  if (segments + damaged >= WAITING_FILES || Math.max(spanned, bytes + damagedBytes) > WAITING_BYTES)
    throw new Refused("full", 15);
  const free = await freeBytes(dir);
  if (free !== null && free < LEAST_FREE_BYTES) throw new Refused("full", 60);
}

/** null where the folder is not there yet. */
async function freeBytes(dir: string): Promise<number | null> {
  const found = await statfs(dir).catch(() => null);
  return found === null ? null : found.bavail * found.bsize;
}
