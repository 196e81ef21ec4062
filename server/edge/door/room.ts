import { statfs } from "node:fs/promises";
import { listSegments, measureInbox, type OnDisk, type SegmentHeader } from "../../inbox/index.ts";
import { Refused } from "./refused.ts";

/** Bytes of a source that may wait for ingest, as for a collector at home: the rest is as safe at the edge. */
const WAITING_BYTES = 268_435_456;
/** An edge lets five hundred wait. Whoever lists the folder, for every company, reads all their names. */
const WAITING_FILES = 2_000;
const LEAST_FREE_BYTES = 268_435_456;
const FRESH_MS = 1_000;

interface Look {
  readonly dir: string;
  readonly at: number;
  /** By company and source: bytes of deliveries as segments say it of themselves, and what lies on the disk. */
  readonly waiting: ReadonlyMap<string, number>;
  readonly onDisk: ReadonlyMap<string, OnDisk>;
}

let looked: Look | null = null;
let sizes = new Map<string, number>();

/**
 * Throws Refused "full": the edge keeps what it has and comes again. What lies on the disk counts besides what segments say of
 * themselves, and what did not open for as long as it lies there: a stolen edge must not take the room of everybody else.
 */
export async function requireRoom(dir: string, { companyId, sourceId }: SegmentHeader): Promise<void> {
  const { waiting, onDisk } = await look(dir);
  const key = `${companyId} ${sourceId}`;
  const { files, bytes } = onDisk.get(key) ?? { files: 0, bytes: 0 };
  if (files >= WAITING_FILES || Math.max(waiting.get(key) ?? 0, bytes) > WAITING_BYTES) throw new Refused("full", 15);
  const free = await freeBytes(dir);
  if (free !== null && free < LEAST_FREE_BYTES) throw new Refused("full", 60);
}

/** The folder is read at most once a second, for all edges. */
async function look(dir: string): Promise<Look> {
  if (looked !== null && looked.dir === dir && performance.now() - looked.at < FRESH_MS) return looked;
  if (looked?.dir !== dir) sizes = new Map();
  const waiting = new Map<string, number>();
  for (const ref of await listSegments(dir)) {
    const key = `${ref.companyId} ${ref.sourceId}`;
    waiting.set(key, (waiting.get(key) ?? 0) + ref.to - ref.from);
  }
  looked = { dir, at: performance.now(), waiting, onDisk: await measureInbox(dir, sizes) };
  return looked;
}

/** null where the folder is not there yet. */
async function freeBytes(dir: string): Promise<number | null> {
  const found = await statfs(dir).catch(() => null);
  return found === null ? null : found.bavail * found.bsize;
}
