import type { KeyObject } from "node:crypto";
import type { Framing } from "../../drivers/driver.ts";
import { isDocument } from "../../drivers/framing.ts";
import { type SourceProblem, SourceTrouble } from "../problem.ts";
import type { KnownPosition, PollResult, Sink, Source } from "../source.ts";
import { continueFinished } from "./adopt.ts";
import { confinedFolder } from "./confine.ts";
import { createDeliveries } from "./deliveries.ts";
import { listFolder, openSeen, type SeenFile } from "./folder.ts";
import { hasStood, restOf } from "./rest.ts";
import { closeFile, closeOldest, isFileError, OPEN_FILES, release, type Round } from "./round.ts";
import type { SharedFileSettings } from "./settings.ts";
import { meet } from "./strangers.ts";
import { finishFile, isUnfinished, readOn, rewind, type TrackedFile } from "./tracked-file.ts";

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
    rest: restOf(settings.restSeconds),
    whole: settings.mode === "drop" || isDocument(framing),
    tracked: new Map(),
    left: [],
    strangers: new Map(),
    number: 0,
    opened: 0,
    more: false,
    waiting: false,
    unreadable: 0,
  };
  return {
    poll: () => pollOnce(round, options),
    async close() {
      for (const file of [...round.tracked.values(), ...round.left]) await closeFile(file);
      round.tracked.clear();
      round.left = [];
    },
  };
}

/** Segments one file may fill in a round: a huge file must not keep the others waiting. */
const SEGMENTS_A_ROUND = 8;

async function pollOnce(round: Round, { settings, roots }: SharedFileOptions): Promise<PollResult> {
  round.number++;
  round.more = false;
  round.waiting = false;
  round.unreadable = 0;
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
  for (const file of seen ?? []) if (!round.tracked.has(file.key)) await meetAndServe(round, file);
  await closeOldest(round);
  for (const key of round.strangers.keys()) if (seen !== null && !byKey.has(key)) round.strangers.delete(key);
  await giveUpLeft(round);
  if (round.unreadable > 0) problem ??= "files-unreadable";
  return { more: round.more, settled: !round.more && !round.waiting, problem };
}

async function meetAndServe(round: Round, seen: SeenFile): Promise<void> {
  const file = await meet(round, seen);
  if (file === null) return;
  await guarded(round, file, () => serve(round, file));
  if (++round.opened % OPEN_FILES === 0) await closeOldest(round);
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
    if (!stood(round.whole && isDocument(round.context.framing) ? round.rest.fileMs : round.rest.lineMs)) {
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
