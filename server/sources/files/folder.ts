import { fitsPattern } from "./fits-pattern.ts";

/** A file of a folder as it looks now. `key` names the file itself, where the folder can tell it from its name. */
export interface SeenFile {
  readonly key: string;
  /** What the identity of a delivery says of the file: no name, since some PBXs write numbers into them. */
  readonly inode: string;
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** The time is known to the minute or the day only: it proves nothing about what happened within. */
  readonly roughTime?: boolean;
}

/** A file that can be read from any place. Errors about this file alone are FileRefused or the system's own. */
export interface OpenFile {
  /** Fewer bytes than asked for mean nothing; none mean the end of the file as it is now. */
  read(into: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<{ readonly size: number; readonly mtimeMs: number }>;
  close(): Promise<void>;
}

/** Where files are: on this machine or behind a protocol. The rounds over it are the same (file-source.ts). */
export interface Folder {
  /** Regular files that fit the pattern, the longest unchanged first. Throws SourceTrouble. */
  list(): Promise<SeenFile[]>;
  /** null when it is not, or no longer, the file that was seen. */
  open(file: Pick<SeenFile, "path" | "key">): Promise<OpenFile | null>;
  /**
   * Files are known by nothing but their names: what stands behind one is compared by content each time, and nothing stays open
   * between rounds.
   */
  readonly byName: boolean;
  /** Frees what is held; the next list begins anew. */
  close(): Promise<void>;
}

/** One file cannot be read or removed; the others can. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
}

/** Whether a file of this name is one of the source. Hidden, half copied, compressed and editors' files are no deliveries. */
export function isWanted(name: string, pattern: string): boolean {
  return !LEFT_ALONE.test(name) && fitsPattern(name, pattern);
}

/** So that rotated files come before their successor. */
export function byAge(a: SeenFile, b: SeenFile): number {
  return a.modifiedMs - b.modifiedMs || (a.path < b.path ? -1 : 1);
}

const LEFT_ALONE = /^\.|~$|\.(?:gz|bz2|xz|zst|zip|7z|lz4|tmp|part|partial|filepart|crdownload|swp|lock)$/i;
