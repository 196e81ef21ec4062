import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { join, matchesGlob } from "node:path";
import { SourceTrouble } from "../problem.ts";

/** A file of the folder as it looks now. `key` names the file itself, whatever it is called. */
export interface SeenFile {
  readonly key: string;
  readonly inode: string;
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** Regular files that fit the pattern, the longest unchanged first, so that rotated files come before their successor. */
export async function listFolder(folder: string, pattern: string): Promise<SeenFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new SourceTrouble("folder-unreadable", cause);
  });
  const wanted = names.filter((name) => !LEFT_ALONE.test(name) && matchesGlob(name, pattern));
  const seen: SeenFile[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const found = await Promise.all(wanted.slice(at, at + AT_ONCE).map((name) => look(join(folder, name))));
    for (const file of found) if (file !== null) seen.push(file);
  }
  return seen.sort((a, b) => a.modifiedMs - b.modifiedMs || (a.path < b.path ? -1 : 1));
}

/** Opens a file without following a link and without waiting at a pipe. null when it is not, or no longer, the file seen. */
export async function openSeen(file: Pick<SeenFile, "path" | "key">): Promise<FileHandle | null> {
  const handle = await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT" || cause.code === "ELOOP") return null;
      throw cause;
    },
  );
  if (handle === null) return null;
  const stats = await handle.stat({ bigint: true });
  if (stats.isFile() && `${stats.dev}:${stats.ino}` === file.key) return handle;
  await handle.close();
  return null;
}

/** Hidden, half copied, compressed and editors' files are no deliveries. */
const LEFT_ALONE = /^\.|~$|\.(?:gz|bz2|xz|zst|zip|7z|lz4|tmp|part|partial|filepart|crdownload|swp|lock)$/i;
const AT_ONCE = 64;

async function look(path: string): Promise<SeenFile | null> {
  const stats = await lstat(path, { bigint: true }).catch(() => null);
  if (stats === null || !stats.isFile()) return null;
  return {
    key: `${stats.dev}:${stats.ino}`,
    inode: String(stats.ino),
    path,
    size: Number(stats.size),
    modifiedMs: Number(stats.mtimeMs),
  };
}
