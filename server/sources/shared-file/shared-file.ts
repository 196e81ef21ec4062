import type { KeyObject } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { AppError } from "../../domain/app-error.ts";
import type { Framing } from "../../drivers/driver.ts";
import { type SourceProblem, SourceTrouble } from "../problem.ts";
import type { KnownPosition, PollResult, Sink, Source } from "../source.ts";
import { adopt, continueFinished } from "./adopt.ts";
import { confinedFolder } from "./confine.ts";
import { createDeliveries } from "./deliveries.ts";
import { listFolder, openSeen, type SeenFile } from "./folder.ts";
import { hasStood, type Rest, restOf } from "./rest.ts";
import type { SharedFileSettings } from "./settings.ts";
import { finishFile, isUnfinished, type ReadContext, readOn, rewind, type TrackedFile } from "./tracked-file.ts";

export interface SharedFileOptions {
  readonly settings: SharedFileSettings;
  readonly framing: Framing;
  /** Folders of the machine that the operator lets sources read. */
  roots(): Promise<readonly string[]> | readonly string[];
  /** Makes fingerprints; the same for every collector of an installation, another one for each source. */
  readonly key: KeyObject;
  readonly known: Iterable<KnownPosition>;
  readonly sink: Sink;
}

/**
 * COL-06: a folder, local or mounted. Files are tailed by polling with their descriptors kept, so that a file renamed or
 * removed is read to its end; what a file is, its content decides.
 */
export function createSharedFileSource(options: SharedFileOptions): Source {
  const { settings, framing, key, sink } = options;
  const round: Round = {
    context: { key, framing, sink, deliveries: createDeliveries(key, options.known) },
    options,
    rest: restOf(settings.restSeconds),
    whole: settings.mode === "drop" || framing.kind === "document",
    tracked: new Map(),
    left: [],
    strangers: new Map(),
    number: 0,
    more: false,
    waiting: false,
    unreadable: 0,
  };
  return {
    poll: () => pollOnce(round),
    async close() {
      for (const file of [...round.tracked.values(), ...round.left]) await closeFile(file);
      round.tracked.clear();
      round.left = [];
    },
  };
}

/** Segments one file may fill in a round: a huge file must not keep the others waiting. */
const SEGMENTS_A_ROUND = 8;

interface Stranger {
  readonly metAt: number;
  size: number;
  modifiedMs: number;
  changedAt: number;
  /** "copy": nothing in it is new. "unreadable": tried and refused. Both until it changes. */
  verdict: "new" | "copy" | "unreadable";
}

interface Round {
  readonly context: ReadContext;
  readonly options: SharedFileOptions;
  readonly rest: Rest;
  /** Files are taken only once they are at rest. */
  readonly whole: boolean;
  readonly tracked: Map<string, TrackedFile>;
  /** Files cut off or replaced whose last line may yet turn up in a copy. */
  left: TrackedFile[];
  readonly strangers: Map<string, Stranger>;
  /** Counts from 1: in the first round, files may have changed while nobody watched. */
  number: number;
  more: boolean;
  waiting: boolean;
  unreadable: number;
}

async function pollOnce(round: Round): Promise<PollResult> {
  round.number++;
  round.more = false;
  round.waiting = false;
  round.unreadable = 0;
  const { settings, roots } = round.options;
  let problem: SourceProblem | null = null;
  let seen: SeenFile[] | null = null;
  try {
    seen = await listFolder(await confinedFolder(settings.path, await roots()), settings.pattern);
  } catch (error) {
    if (!(error instanceof SourceTrouble)) throw error;
    problem = error.problem;
  }
  const byKey = new Map(seen?.map((file) => [file.key, file]));
  for (const file of [...round.tracked.values()]) {
    await observe(file, byKey.get(file.key), seen !== null);
    await guarded(round, file, () => serve(round, file));
  }
  for (const file of seen ?? []) if (!round.tracked.has(file.key)) await meet(round, file);
  for (const key of round.strangers.keys()) if (seen !== null && !byKey.has(key)) round.strangers.delete(key);
  await giveUpLeft(round);
  if (round.unreadable > 0) problem ??= "files-unreadable";
  return { more: round.more, settled: !round.more && !round.waiting, problem };
}

/** Reads on; what fails with one file neither loses its place nor stops the others, except a full inbox, which stops all. */
async function guarded(round: Round, file: TrackedFile, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (file.handle !== null) await rewind(round.context, file, file.handle).catch(() => undefined);
    if (!isFileError(error)) throw error;
    round.unreadable++;
    round.context.sink.note("unreadable");
    await closeFile(file);
  }
}

async function observe(file: TrackedFile, seen: SeenFile | undefined, listed: boolean): Promise<void> {
  const stats = seen === undefined ? await file.handle?.stat().catch(() => undefined) : undefined;
  const size = seen?.size ?? stats?.size ?? file.size;
  const modifiedMs = seen?.modifiedMs ?? (stats === undefined ? file.modifiedMs : Math.trunc(stats.mtimeMs));
  if (listed) file.listed = seen !== undefined;
  if (seen !== undefined) file.path = seen.path;
  if (size === file.size && modifiedMs === file.modifiedMs) return;
  file.size = size;
  file.modifiedMs = modifiedMs;
  file.changedAt = performance.now();
  file.dirty = true;
}

async function serve(round: Round, file: TrackedFile): Promise<void> {
  if (!file.listed && file.handle === null) return release(round, file);
  const now = performance.now();
  const stood = (ms: number) => hasStood(file, ms, now, Date.now());
  if (file.dirty && round.whole && file.listed && !stood(round.rest.fileMs)) {
    round.waiting = true;
    return;
  }
  if (file.dirty) await readChanges(round, file);
  if (!round.tracked.has(file.key)) return;
  if (file.dirty) {
    round.waiting = true;
    return;
  }
  if (isUnfinished(file) && !file.delivery.done) {
    if (!stood(round.whole && round.context.framing.kind === "document" ? round.rest.fileMs : round.rest.lineMs)) {
      round.waiting = true;
      return;
    }
    await finishFile(round.context, file, file.handle);
  }
  if (!file.listed && now - file.changedAt >= round.rest.goneMs) {
    await closeFile(file);
    release(round, file);
  } else if (file.listed && now - file.changedAt >= round.rest.idleMs) {
    await closeFile(file);
  }
}

async function readChanges(round: Round, file: TrackedFile): Promise<void> {
  file.handle ??= await openSeen(file);
  const handle = file.handle;
  if (handle === null) return;
  if (file.size < file.read) return await leave(round, file, "shrunk");
  if (file.delivery.done && file.size > file.read) await continueFinished(round.context, file, handle);
  for (let segments = 0; segments < SEGMENTS_A_ROUND; segments++) {
    const outcome = await readOn(round.context, file, handle);
    if (outcome === "changed") return await leave(round, file, "replaced");
    if (outcome === "end") {
      file.dirty = false;
      return;
    }
  }
  round.more = true;
}

/** The file is no longer what was read. Its held start of a line waits a while: a copy made before may have the rest. */
async function leave(round: Round, file: TrackedFile, note: "shrunk" | "replaced"): Promise<void> {
  round.context.sink.note(note);
  release(round, file);
  await closeFile(file);
  file.changedAt = performance.now();
  if (isUnfinished(file) && !file.delivery.done) round.left.push(file);
}

async function giveUpLeft(round: Round): Promise<void> {
  const keep: TrackedFile[] = [];
  for (const file of round.left) {
    if (file.delivery.boundTo !== null) continue;
    if (performance.now() - file.changedAt < round.rest.lineMs) keep.push(file);
    else await finishFile(round.context, file, null);
  }
  round.left = keep;
  if (keep.length > 0) round.waiting = true;
}

/** A file not read yet. */
async function meet(round: Round, seen: SeenFile): Promise<void> {
  if (seen.size === 0) return;
  const stranger = remember(round, seen);
  if (stranger.verdict === "copy") return;
  if (stranger.verdict === "unreadable" && performance.now() - stranger.changedAt < round.rest.idleMs) {
    round.unreadable++;
    return;
  }
  const atRest = hasStood(stranger, round.rest.fileMs, performance.now(), Date.now());
  if (round.whole && !atRest) {
    round.waiting = true;
    return;
  }
  const handle = await openStranger(round, seen, stranger);
  if (handle === null) return;
  const file = await take(round, seen, handle, stranger, atRest);
  if (file !== null) await guarded(round, file, () => serve(round, file));
}

/** Tracks the file from now on, and its descriptor with it; null when there is nothing to read in it, or not yet. */
async function take(
  round: Round,
  seen: SeenFile,
  handle: FileHandle,
  stranger: Stranger,
  atRest: boolean,
): Promise<TrackedFile | null> {
  const still = { atRest, known: performance.now() - stranger.metAt >= round.rest.fileMs };
  const context = { ...round.context, tracked: round.tracked, now: stranger.changedAt };
  const adopted = await adopt(context, seen, handle, still).catch(async (error: unknown) => {
    await handle.close();
    throw error;
  });
  if (adopted.kind === "tracked") {
    round.strangers.delete(seen.key);
    round.tracked.set(seen.key, adopted.file);
    round.context.sink.note("file");
    if (adopted.shrunk && round.number === 1) round.context.sink.note("shrunk");
    return adopted.file;
  }
  if (adopted.kind === "wait") round.waiting = true;
  else stranger.verdict = "copy";
  await handle.close();
  return null;
}

async function openStranger(round: Round, seen: SeenFile, stranger: Stranger): Promise<FileHandle | null> {
  try {
    return await openSeen(seen);
  } catch (error) {
    if (!isFileError(error)) throw error;
    stranger.verdict = "unreadable";
    stranger.changedAt = performance.now();
    round.unreadable++;
    round.context.sink.note("unreadable");
    return null;
  }
}

function remember(round: Round, seen: SeenFile): Stranger {
  const known = round.strangers.get(seen.key);
  if (known !== undefined && known.size === seen.size && known.modifiedMs === seen.modifiedMs) return known;
  const now = performance.now();
  const stranger: Stranger = {
    metAt: known?.metAt ?? now,
    size: seen.size,
    modifiedMs: seen.modifiedMs,
    changedAt: now,
    verdict: "new",
  };
  round.strangers.set(seen.key, stranger);
  return stranger;
}

function release(round: Round, file: TrackedFile): void {
  round.tracked.delete(file.key);
  if (file.delivery.boundTo === file.key) file.delivery.boundTo = null;
}

async function closeFile(file: TrackedFile): Promise<void> {
  const handle = file.handle;
  file.handle = null;
  await handle?.close().catch(() => undefined);
}

/** An error of the file system about the file, as opposed to one of the inbox or of ours. */
function isFileError(error: unknown): boolean {
  return (
    !(error instanceof AppError) &&
    error instanceof Error &&
    typeof (error as NodeJS.ErrnoException).syscall === "string"
  );
}
