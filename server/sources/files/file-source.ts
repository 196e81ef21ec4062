import type { KeyObject } from "node:crypto";
import type { Framing } from "../../drivers/driver.ts";
import { isDocument } from "../../drivers/framing.ts";
import { type SourceProblem, SourceTrouble } from "../problem.ts";
import type { KnownPosition, PollResult, Sink, Source } from "../source.ts";
import { type After, tidy } from "./after.ts";
import { createDeliveries } from "./deliveries.ts";
import type { Folder, SeenFile } from "./folder.ts";
import { restOf } from "./rest.ts";
import { closeFile, closeOldest, isFileError, OPEN_FILES, release, type Round } from "./round.ts";
import { giveUpLeft, serve } from "./serve.ts";
import { meet } from "./strangers.ts";
import { rewind, type TrackedFile } from "./tracked-file.ts";

/** `tail` reads files while they grow; `drop` takes a file once it has come to rest. */
export interface FileRules {
  readonly mode: "tail" | "drop";
  /** Seconds without a change after which a file is at rest. */
  readonly restSeconds: number;
}

export interface FileSourceOptions {
  readonly rules: FileRules;
  readonly framing: Framing;
  readonly folder: Folder;
  /** Makes fingerprints; the same for every collector of an installation, another one for each source. */
  readonly key: KeyObject;
  readonly known: Iterable<KnownPosition>;
  readonly sink: Sink;
  /** What becomes of a file at the other side once all of it is stored; nothing without it. */
  readonly after?: After | null;
}

/** Files of a folder, wherever that is. What a file is, its content decides. */
export function createFileSource(options: FileSourceOptions): Source {
  const { rules, framing, key, sink, folder } = options;
  const round: Round = {
    context: { key, framing, sink, folder, deliveries: createDeliveries(key, options.known) },
    rest: restOf(rules.restSeconds, !folder.byName),
    whole: rules.mode === "drop" || isDocument(framing),
    tracked: new Map(),
    left: [],
    strangers: new Map(),
    number: 0,
    opened: 0,
    seen: 0,
    more: false,
    waiting: false,
    unreadable: 0,
  };
  let polling: Promise<unknown> = Promise.resolve();
  const closing = new Set<TrackedFile>();
  const closeAll = async () => {
    for (const file of [...round.tracked.values(), ...round.left]) closing.add(file);
    // Before anything is waited for: what is met meanwhile is closed the next time.
    round.tracked.clear();
    round.left = [];
    for (const file of closing) await closeFile(file);
    await folder.close();
  };
  return {
    poll() {
      const polled = pollOnce(round, options);
      polling = polled.catch(() => undefined);
      return polled;
    },
    live: () => ({ files: round.seen, read: round.opened, open: openOf(round) }),
    /** At once; what a look that is still under way opens meanwhile is closed behind it. */
    async close() {
      await closeAll();
      void polling
        .then(closeAll)
        .catch(() => undefined)
        .finally(() => closing.clear());
    },
  };
}

/** New files of a slow server are met for so long in a round: whoever holds the source must be able to stop. */
const MEETING_MS = 15_000;

async function pollOnce(round: Round, { folder, after }: FileSourceOptions): Promise<PollResult> {
  round.number++;
  round.more = false;
  round.waiting = false;
  round.unreadable = 0;
  const { seen, problem } = await listed(folder);
  const byKey = new Map(seen?.map((file) => [file.key, file]));
  if (seen !== null) round.seen = seen.length;
  try {
    for (const file of [...round.tracked.values()]) {
      await observe(file, byKey.get(file.key), seen !== null);
      await guarded(round, file, () => serve(round, file));
    }
    await meetAll(round, seen ?? []);
    await closeOldest(round);
    for (const key of round.strangers.keys()) if (seen !== null && !byKey.has(key)) round.strangers.delete(key);
    await giveUpLeft(round);
    const hindered = seen !== null && after ? await tidy(round, seen, after) : null;
    const found = problem ?? (round.unreadable > 0 ? "files-unreadable" : hindered);
    return { more: round.more, settled: !round.more && !round.waiting, problem: found };
  } catch (error) {
    // A connection that broke takes every open file with it: what they are is found out again by content.
    if (folder.byName && error instanceof SourceTrouble) await forget(round);
    throw error;
  }
}

/** What is open on this machine is read on even where the folder is gone; without a connection there is nothing to read. */
async function listed(folder: Folder): Promise<{ seen: SeenFile[] | null; problem: SourceProblem | null }> {
  try {
    return { seen: await folder.list(), problem: null };
  } catch (error) {
    if (folder.byName || !(error instanceof SourceTrouble)) throw error;
    return { seen: null, problem: error.problem };
  }
}

async function meetAll(round: Round, seen: readonly SeenFile[]): Promise<void> {
  const until = performance.now() + MEETING_MS;
  for (const file of seen) {
    if (round.tracked.has(file.key)) continue;
    if (round.context.folder.byName && performance.now() > until) {
      round.more = true;
      return;
    }
    await meetAndServe(round, file);
  }
}

async function meetAndServe(round: Round, seen: SeenFile): Promise<void> {
  const file = await meet(round, seen);
  if (file === null) return;
  await guarded(round, file, () => serve(round, file));
  if (round.context.folder.byName) await closeFile(file);
  if (++round.opened % OPEN_FILES === 0) await closeOldest(round);
}

/** Reads on; what fails with one file neither loses its place nor stops the others, except a full inbox, which stops all. */
async function guarded(round: Round, file: TrackedFile, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (file.handle !== null && !(await rewind(round.context, file, file.handle).catch(() => false))) {
      release(round, file);
      await closeFile(file);
    }
    if (!isFileError(error)) throw error;
    round.unreadable++;
    round.context.sink.note("unreadable");
    await closeFile(file);
  } finally {
    if (round.context.folder.byName) await closeFile(file);
  }
}

async function forget(round: Round): Promise<void> {
  for (const file of [...round.tracked.values()]) {
    await closeFile(file);
    release(round, file);
    round.context.deliveries.forget(file.delivery);
  }
}

async function observe(file: TrackedFile, seen: SeenFile | undefined, isListed: boolean): Promise<void> {
  const stats = seen === undefined ? await file.handle?.stat().catch(() => undefined) : undefined;
  const size = seen?.size ?? stats?.size ?? file.size;
  const modifiedMs = seen?.modifiedMs ?? (stats === undefined ? file.modifiedMs : Math.trunc(stats.mtimeMs));
  if (isListed) file.listed = seen !== undefined;
  if (seen !== undefined) file.path = seen.path;
  if (size === file.size && modifiedMs === file.modifiedMs) return;
  file.size = size;
  file.modifiedMs = modifiedMs;
  file.changedAt = performance.now();
  file.dirty = true;
}

function openOf({ tracked }: Round): number {
  let open = 0;
  for (const file of tracked.values()) if (file.handle !== null) open++;
  return open;
}
