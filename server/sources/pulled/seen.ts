import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";

/** What has been delivered since the delivery began, by its bytes; bounded, and in memory only. */
export interface Seen {
  has(key: string): boolean;
  add(keys: Iterable<string>): void;
  /** Whether no more can be remembered: the delivery must end, and what follows is known by ingest. */
  isFull(): boolean;
  clear(): void;
}

export function createSeen(limit: number): Seen {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add(more) {
      for (const key of more) keys.add(key);
    },
    isFull: () => keys.size >= limit,
    clear: () => keys.clear(),
  };
}

/** Of a record's bytes, and of how many equal ones stand before it in the same answer: two equal records are two calls. */
export async function keysOf(records: readonly Uint8Array[]): Promise<string[]> {
  const counts = new Map<string, number>();
  const keys: string[] = [];
  for (const bytes of records) {
    if (keys.length % 2_000 === 1_999) await setImmediate();
    const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
    const before = counts.get(digest) ?? 0;
    counts.set(digest, before + 1);
    keys.push(before === 0 ? digest : `${digest}#${before}`);
  }
  return keys;
}
