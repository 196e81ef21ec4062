import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { byAge, type Folder, isWanted, type OpenFile, type SeenFile } from "../files/folder.ts";
import { SourceTrouble } from "../problem.ts";
import { confinedFolder } from "./confine.ts";
import type { SharedFileSettings } from "./settings.ts";

/** A folder of this machine, local or mounted; asked before every round whether it may be read. */
export function localFolder(
  { path, pattern }: Pick<SharedFileSettings, "path" | "pattern">,
  roots: () => Promise<readonly string[]> | readonly string[],
): Folder {
  return {
    byName: false,
    list: async () => await listFolder(await confinedFolder(path, await roots()), pattern),
    open: openSeen,
    close: () => Promise.resolve(),
  };
}

async function listFolder(folder: string, pattern: string): Promise<SeenFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new SourceTrouble("folder-unreadable", cause);
  });
  const wanted = names.filter((name) => isWanted(name, pattern));
  const seen: SeenFile[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const found = await Promise.all(wanted.slice(at, at + AT_ONCE).map((name) => look(join(folder, name))));
    for (const file of found) if (file !== null) seen.push(file);
  }
  return seen.sort(byAge);
}

/** Opens a file without following a link and without waiting at a pipe. */
async function openSeen(file: Pick<SeenFile, "path" | "key">): Promise<OpenFile | null> {
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
