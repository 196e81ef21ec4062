import { AppError } from "../../domain/app-error.ts";
import type { Rest } from "./rest.ts";
import type { Delivery } from "./delivery.ts";
import { FileRefused } from "./folder.ts";
import { isUnfinished, type ReadContext, type TrackedFile } from "./tracked-file.ts";

export interface Stranger {
  readonly metAt: number;
  size: number;
  modifiedMs: number;
  changedAt: number;
  /** "copy": nothing in it is new. "unreadable": tried and refused. Both until it changes. */
  verdict: "new" | "copy" | "unreadable";
  /** The delivery that all of its content is of. */
  of?: Delivery;
}

/** A source between and during its rounds. */
export interface Round {
  readonly context: ReadContext;
  readonly rest: Rest;
  /** Files are taken only once they are at rest. */
  readonly whole: boolean;
  readonly tracked: Map<string, TrackedFile>;
  /** Files cut off or replaced whose last line may yet turn up in a copy. */
  left: TrackedFile[];
  readonly strangers: Map<string, Stranger>;
  /** Counts from 1: in the first round, files may have changed while nobody watched. */
  number: number;
  /** Files met since the source was opened. */
  opened: number;
  /** Files in the folder at the last look. */
  seen: number;
  more: boolean;
  waiting: boolean;
  unreadable: number;
}

export function release(round: Round, file: TrackedFile): void {
  round.tracked.delete(file.key);
  if (file.delivery.boundTo === file.key) file.delivery.boundTo = null;
}

/** Closes files that have been read and still have their names, so that a folder of ten thousand needs few descriptors. */
export async function closeOldest({ tracked }: Pick<Round, "tracked">): Promise<void> {
  const open = [...tracked.values()].filter((file) => file.handle !== null);
  if (open.length <= OPEN_FILES) return;
  open.sort((a, b) => b.modifiedMs - a.modifiedMs);
  for (const file of open.slice(OPEN_FILES))
    if (file.listed && !file.dirty && !isUnfinished(file)) await closeFile(file);
}

export async function closeFile(file: TrackedFile): Promise<void> {
  const handle = file.handle;
  file.handle = null;
  await handle?.close().catch(() => undefined);
}

/** An error of the file system about the file, as opposed to one of the inbox or of ours. */
export function isFileError(error: unknown): boolean {
  if (error instanceof FileRefused) return true;
  return (
    !(error instanceof AppError) &&
    error instanceof Error &&
    typeof (error as NodeJS.ErrnoException).syscall === "string"
  );
}

/** Descriptors kept between rounds, for the files that changed last: theirs are the ones that may be rotated away. */
export const OPEN_FILES = 64;
