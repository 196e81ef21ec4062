import { readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/app-error.ts";
import type { PlacedFrame } from "./segment-body.ts";
import { HELD_SUFFIX, readSegmentName } from "./segment-name.ts";
import type { InboxPublicKey, NewSegment } from "./segment.ts";
import { syncFolder, timeOrderedId, writeSegment } from "./write-segment.ts";

/** Whose segments wait to be published. */
export interface StagedOwner {
  readonly companyId: number;
  readonly sourceId: number;
}

/** Segments of one delivery that nobody reads before all of them are there. */
export interface Staging {
  /** On disk and sealed when it resolves, and read by nobody. */
  add(segment: NewSegment, frames: readonly PlacedFrame[], key: InboxPublicKey): Promise<void>;
  /** All of it or nothing, also when the process ends within: the rename of the folder decides. */
  publish(): Promise<void>;
  drop(): Promise<void>;
}

/** Bytes of a disk. */
interface Room {
  readonly free: number;
  readonly all: number;
}

/** A folder of its own below the inbox, on the same disk, so that publishing moves no bytes. */
export function openStaging(
  inbox: string,
  { companyId, sourceId }: StagedOwner,
  roomOf: (dir: string) => Promise<Room> = roomOn,
): Staging {
  const name = join(stagedFolder(inbox), `c${companyId}-s${sourceId}-${timeOrderedId()}`);
  const openedAt = Date.now();
  let added = 0;
  return {
    async add(segment, frames, key) {
      // Nothing is promised yet of what waits here: the last of the disk is for what is, and for the other companies.
      const { free, all } = await roomOf(inbox);
      if (free < Math.min(LEAST_FREE_BYTES, all * LEAST_SHARE)) throw full();
      await writeSegment(name + OPEN, segment, frames, key);
      added++;
    },
    async publish() {
      // The keys of days gone by are destroyed; and whoever took the source over meanwhile has removed what was there.
      const there = (await namesOf(name + OPEN)).length;
      if (Date.now() - openedAt > LONGEST_MS || there !== added) throw over();
      await rename(name + OPEN, name + READY).catch((cause: unknown) => {
        throw over(cause);
      });
      await syncFolder(stagedFolder(inbox));
      await moveOut(inbox, name + READY);
    },
    drop: () => rm(name + OPEN, { recursive: true, force: true }),
  };
}

/**
 * Before a source is opened, by whoever holds it alone: publishes what was whole when its process ended, and removes what was not.
 * Nobody was told that the latter is stored, and whoever wrote it and only slept cannot make it whole.
 */
export async function settleUnfinished(inbox: string, { companyId, sourceId }: StagedOwner): Promise<void> {
  const folder = stagedFolder(inbox);
  const isOwn = (name: string) => name.startsWith(`c${companyId}-s${sourceId}-`);
  const names = (await namesOf(folder)).filter(isOwn);
  for (const name of names.filter((one) => one.endsWith(OPEN)))
    await withdraw(join(folder, name.slice(0, -OPEN.length)));
  // Listed once more: whoever was publishing just now has come first, and may sleep before it is done.
  for (const name of (await namesOf(folder)).filter(isOwn)) {
    if (name.endsWith(READY)) await moveOut(inbox, join(folder, name));
    else if (name.endsWith(GONE)) await rm(join(folder, name), { recursive: true, force: true });
  }
  for (const name of (await namesOf(inbox)).filter(isOwn))
    if (name.endsWith(HELD_SUFFIX)) await rm(join(inbox, name), { force: true });
}

/** Either this rename or the one that publishes: removed one by one under its name, a part of it could still be published. */
async function withdraw(path: string): Promise<void> {
  await rename(path + OPEN, path + GONE).catch(unlessGone);
}

/** Removes what sources left behind that are gone. */
export async function removeOldStaged(inbox: string, keptMs = 2 * LONGEST_MS): Promise<number> {
  const folder = stagedFolder(inbox);
  let removed = 0;
  for (const name of await namesOf(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (name.endsWith(READY) || Date.now() - mtimeMs < keptMs) continue;
    await rm(path, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

/** Repeatable: what is moved already is not there to be moved. */
async function moveOut(inbox: string, folder: string): Promise<void> {
  const refs = (await namesOf(folder)).flatMap((name) => readSegmentName(folder, name) ?? []);
  refs.sort((a, b) => a.from - b.from);
  for (const { path } of refs) await rename(path, join(inbox, path.slice(folder.length + 1))).catch(unlessGone);
  await syncFolder(inbox);
  await rm(folder, { recursive: true, force: true });
}

function unlessGone(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

async function namesOf(folder: string): Promise<string[]> {
  return await readdir(folder).catch((error: unknown) => {
    unlessGone(error);
    return [];
  });
}

/** Of a folder that is not there yet, or cannot be asked, whoever writes to it tells. */
async function roomOn(dir: string): Promise<Room> {
  const found = await statfs(dir).catch(() => null);
  if (found === null) return { free: Number.POSITIVE_INFINITY, all: 0 };
  return { free: found.bavail * found.bsize, all: found.blocks * found.bsize };
}

function full(): AppError {
  return new AppError(
    "unavailable",
    "The disk of the inbox is nearly full, so that large files are not taken. Make room on the disk that holds the Gallra home.",
    { retry: true },
  );
}

function over(cause?: unknown): AppError {
  return new AppError("unavailable", "What was sent in pieces waited too long to be stored. Send it again.", {
    retry: true,
    cause,
  });
}

function stagedFolder(inbox: string): string {
  return join(inbox, "staged");
}

const LEAST_FREE_BYTES = 268_435_456;
const LEAST_SHARE = 0.1;
const OPEN = ".open";
const READY = ".ready";
const GONE = ".gone";
/** The inbox key of a day is destroyed two days after it. */
const LONGEST_MS = 86_400_000;
