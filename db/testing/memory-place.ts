import { lstatSync, mkdirSync, readlinkSync, rmSync, statfsSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";

/** Where Linux keeps files that are memory. A container may give it 64 MB only: then the clusters stay on the disk. */
const MEMORY = "/dev/shm";
const NEEDED_BYTES = 2 * 1024 ** 3;

/**
 * Lets the clusters of a throwaway home live in memory, where there is enough of it: each test makes and drops two databases
 * of 450 files, and ext4 searches long for a free inode after so many were deleted. Answers that folder, or null.
 */
export function keepInMemory(home: string): string | null {
  const link = join(home, "clusters");
  const known = linkTarget(link);
  if (known !== null && isFolder(known)) return known;
  // After a restart of the machine the link leads nowhere: the secrets of what it held open nothing any more.
  if (known !== null) for (const left of [link, join(home, "secrets")]) rmSync(left, { recursive: true, force: true });
  if (isThere(link) || !isRoomy()) return null;
  const folder = join(MEMORY, basename(home));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(join(home, "secrets"), { recursive: true, force: true });
  symlinkSync(folder, link);
  return folder;
}

function isRoomy(): boolean {
  if (process.platform !== "linux" || !isFolder(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > NEEDED_BYTES && process.availableMemory() > NEEDED_BYTES;
}

function linkTarget(link: string): string | null {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(link) : null;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
