import { statfs } from "node:fs/promises";
import { listSegments, type SegmentHeader } from "../../inbox/index.ts";
import { Refused } from "./refused.ts";

/** Bytes of a source that may wait for ingest, as for a collector at home: the rest is as safe at the edge. */
const WAITING_BYTES = 268_435_456;
const LEAST_FREE_BYTES = 268_435_456;
const FRESH_MS = 1_000;

let looked: { readonly dir: string; readonly at: number; readonly waiting: ReadonlyMap<string, number> } | null = null;

/** Throws Refused "full": the edge keeps what it has and comes again. */
export async function requireRoom(dir: string, { companyId, sourceId }: SegmentHeader): Promise<void> {
  const waiting = (await waitingIn(dir)).get(`${companyId} ${sourceId}`) ?? 0;
  if (waiting > WAITING_BYTES) throw new Refused("full", 15);
  const free = await freeBytes(dir);
  if (free !== null && free < LEAST_FREE_BYTES) throw new Refused("full", 60);
}

/** The folder is read at most once a second, for all edges. */
async function waitingIn(dir: string): Promise<ReadonlyMap<string, number>> {
  if (looked !== null && looked.dir === dir && performance.now() - looked.at < FRESH_MS) return looked.waiting;
  const waiting = new Map<string, number>();
  for (const ref of await listSegments(dir)) {
    const key = `${ref.companyId} ${ref.sourceId}`;
    waiting.set(key, (waiting.get(key) ?? 0) + ref.to - ref.from);
  }
  looked = { dir, at: performance.now(), waiting };
  return waiting;
}

/** null where the folder is not there yet. */
async function freeBytes(dir: string): Promise<number | null> {
  const found = await statfs(dir).catch(() => null);
  return found === null ? null : found.bavail * found.bsize;
}
