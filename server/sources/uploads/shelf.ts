import type { Upload } from "./upload.ts";

/** A file that is not taken, and may yet be: its peer was cut off, or it bears the name of a file that is not whole. */
export interface Waiting {
  readonly upload: Upload;
  readonly why: "cut" | "named";
  readonly at: number;
}

/** What waits of one source, by path. It outlives connections, not the process: nobody was told that it is stored. */
export interface Shelf {
  put(path: string, upload: Upload, why: Waiting["why"]): void;
  get(path: string): Waiting | null;
  take(path: string): Waiting | null;
  entries(): Iterable<readonly [string, Waiting]>;
  size(): number;
  /** Drops what waited too long; answers what it and whatever else had to go since waited for. */
  expire(): Waiting["why"][];
  clear(): Promise<void>;
}

const MOST = 64;
const MOST_BYTES = 2_147_483_648;
const KEPT_MS = 3_600_000;

export function createShelf(now: () => number = () => performance.now()): Shelf {
  const waiting = new Map<string, Waiting>();
  let gone: Waiting["why"][] = [];
  const drop = (path: string, { upload }: Waiting) => {
    waiting.delete(path);
    return upload.drop().catch(() => undefined);
  };
  return {
    put(path, upload, why) {
      const before = waiting.get(path);
      if (before !== undefined) void drop(path, before);
      waiting.set(path, { upload, why, at: now() });
      for (const oldest of [...waiting]) {
        const bytes = [...waiting.values()].reduce((sum, one) => sum + one.upload.length, 0);
        if (waiting.size <= MOST && (bytes <= MOST_BYTES || waiting.size === 1)) break;
        gone.push(oldest[1].why);
        void drop(...oldest);
      }
    },
    get: (path) => waiting.get(path) ?? null,
    take(path) {
      const found = waiting.get(path) ?? null;
      waiting.delete(path);
      return found;
    },
    entries: () => waiting,
    size: () => waiting.size,
    expire() {
      const old = [...waiting].filter(([, { at }]) => now() - at > KEPT_MS);
      for (const [path, one] of old) void drop(path, one);
      const all = [...gone, ...old.map(([, { why }]) => why)];
      gone = [];
      return all;
    },
    async clear() {
      await Promise.all([...waiting].map(([path, one]) => drop(path, one)));
    },
  };
}
