import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, readlink, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import type { KeyObject } from "node:crypto";
import { nameMac } from "../files/fingerprint.ts";
import { byAge, type Folder, isWanted, type OpenFile, type SeenFile } from "../files/folder.ts";
import { SourceTrouble } from "../problem.ts";
import { confinedFolder, isInside } from "./confine.ts";
import { isShare } from "./is-share.ts";
import type { SharedFileSettings } from "./settings.ts";

export interface LocalFolderOptions extends Pick<SharedFileSettings, "path" | "pattern"> {
  /** Folders of the machine that the operator lets sources read. */
  roots(): Promise<readonly string[]> | readonly string[];
  /** Makes what stands for the number of a file where the folder cannot tell it; without it nobody asks. */
  readonly key?: KeyObject;
  /** Whether files are known by nothing but their names; asked of the machine without it. */
  readonly byName?: (folder: string) => Promise<boolean>;
}

/** A folder of this machine, local or mounted; asked before every round whether it may be read, and what it is. */
export function localFolder({ path, pattern, roots, key, byName = isShare }: LocalFolderOptions): Folder {
  let confined: string | null = null;
  let named = false;
  const known = (file: SeenFile): SeenFile => {
    if (!named) return file;
    const name = basename(file.path);
    return { ...file, key: name, inode: key === undefined ? file.inode : nameMac(key, name) };
  };
  return {
    get byName() {
      return named;
    },
    async list() {
      confined = await confinedFolder(path, await roots());
      named = await byName(confined).catch(() => named);
      return (await listFolder(confined, pattern)).map(known);
    },
    open: async (file) => (confined === null ? null : await openSeen(file, confined, named)),
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

/**
 * Opens a file without following a link and without waiting at a pipe. Whoever may write to the folder can put a link in its place
 * between the look and this: what was opened must itself lie in the folder that may be read.
 */
async function openSeen(
  file: Pick<SeenFile, "path" | "key">,
  folder: string,
  byName: boolean,
): Promise<OpenFile | null> {
  const handle = await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT" || cause.code === "ELOOP") return null;
      throw cause;
    },
  );
  if (handle === null) return null;
  const stats = await handle.stat({ bigint: true });
  const isSeen = stats.isFile() && (byName || `${stats.dev}:${stats.ino}` === file.key);
  if (isSeen && isInside(await placeOf(handle, file.path), folder)) return handle;
  await handle.close();
  return null;
}

/** Where an open file lies. Linux says it of the file itself; elsewhere its name is looked up once more. */
async function placeOf({ fd }: FileHandle, path: string): Promise<string> {
  return await readlink(`/proc/self/fd/${fd}`).catch(() => realpath(path).catch(() => ""));
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
