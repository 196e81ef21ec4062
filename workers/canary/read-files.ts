import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { holdsNeedle, type Needle } from "#server/privacy/re-search/needle.ts";

export interface FilesRead {
  read: number;
  bytes: number;
  /** Left out, since reading all of them would take the night: the count of files. */
  tooLarge: number;
  unreadable: number;
  found: number;
}

/** Files that telephone systems dropped are not ours; secrets hold keys and nothing else. */
const LEFT_OUT: ReadonlySet<string> = new Set(["shared", "secrets", "tls"]);
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Reads the home byte by byte for the number as it is: logs, ledger, sealed files, and the clusters' own files with their
 * write-ahead logs where this user may. What is sealed does not show it, and must not.
 */
export async function readFiles(home: string, needles: readonly Needle[], signal?: AbortSignal): Promise<FilesRead> {
  const seen: FilesRead = { read: 0, bytes: 0, tooLarge: 0, unreadable: 0, found: 0 };
  for (const name of await readdir(home).catch(() => [])) {
    if (!LEFT_OUT.has(name))
      await readBelow(await realpath(join(home, name)).catch(() => join(home, name)), needles, seen, signal);
  }
  return seen;
}

async function readBelow(
  path: string,
  needles: readonly Needle[],
  seen: FilesRead,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const found = await stat(path).catch(() => null);
  if (found === null) return;
  if (found.isDirectory()) {
    const names = await readdir(path).catch(() => null);
    if (names === null) seen.unreadable++;
    for (const name of names ?? []) await readBelow(join(path, name), needles, seen, signal);
  } else if (found.isFile()) {
    if (seen.bytes + found.size > MOST_BYTES) seen.tooLarge++;
    else await readOne(path, needles, seen);
  }
}

/** Pieces overlap, so that no number is cut in two. */
async function readOne(path: string, needles: readonly Needle[], seen: FilesRead): Promise<void> {
  let tail = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      const piece = Buffer.concat([tail, chunk as Buffer]);
      seen.bytes += (chunk as Buffer).length;
      if (holdsNeedle(piece, needles)) {
        seen.found++;
        break;
      }
      tail = Buffer.from(piece.subarray(-128));
    }
    seen.read++;
  } catch (error) {
    // What was taken away meanwhile holds nothing any more.
    if ((error as { code?: string }).code !== "ENOENT") seen.unreadable++;
  }
}
