import { isDocument } from "../../drivers/framing.ts";
import { continueFinished } from "./adopt.ts";
import { readAt } from "./deliveries.ts";
import { HEAD_BYTES } from "./fingerprint.ts";
import { hasStood } from "./rest.ts";
import { closeFile, release, type Round } from "./round.ts";
import { finishFile, isUnchangedBefore, isUnfinished, readOn, type TrackedFile } from "./tracked-file.ts";

/** Segments one file may fill in a round: a huge file must not keep the others waiting. */
const SEGMENTS_A_ROUND = 8;

/** One file's share of a round. */
export async function serve(round: Round, file: TrackedFile): Promise<void> {
  if (!file.listed && file.handle === null) return await letGo(round, file);
  const stood = (ms: number) => hasStood(file, ms, round.rest.trustsTimes);
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
    if (round.context.folder.byName && !(await isStill(round, file))) return;
    await finishFile(round.context, file, file.handle);
  }
  await rest(round, file);
}

/** It has been read as far as it goes. */
async function rest(round: Round, file: TrackedFile): Promise<void> {
  const idle = performance.now() - file.changedAt;
  if (round.context.folder.byName) {
    if (round.whole || idle >= round.rest.idleMs) putAside(round, file);
  } else if (!file.listed && idle >= round.rest.goneMs) {
    await closeFile(file);
    release(round, file);
  } else if (file.listed && idle >= round.rest.idleMs) {
    await closeFile(file);
  }
}

/** Until it changes there is nothing to do for it; then it is known by its content, as any file is. */
function putAside(round: Round, file: TrackedFile): void {
  if (isUnfinished(file) && !file.delivery.done) return;
  const { size, modifiedMs, changedAt, delivery } = file;
  release(round, file);
  round.strangers.set(file.key, { metAt: changedAt, size, modifiedMs, changedAt, verdict: "copy", of: delivery });
}

/** Its name is gone, and nothing of it is open: what was held of its last line is all that there is. */
async function letGo(round: Round, file: TrackedFile): Promise<void> {
  release(round, file);
  file.changedAt = performance.now();
  if (isUnfinished(file) && !file.delivery.done) round.left.push(file);
}

async function readChanges(round: Round, file: TrackedFile): Promise<void> {
  file.handle ??= await round.context.folder.open(file);
  const handle = file.handle;
  if (handle === null) return;
  if (round.context.folder.byName) {
    const { size } = await handle.stat();
    if (round.whole && size !== file.size) {
      file.changedAt = performance.now();
      return;
    }
    // A listing may be older than what was read.
    file.size = Math.max(file.size, size);
    if (file.start.length < HEAD_BYTES) file.start = await readAt(handle, 0, HEAD_BYTES);
  }
  if (file.size < file.read) return await leave(round, file, "shrunk");
  if (file.delivery.done && file.size > file.read) {
    if (!(await isUnchangedBefore(file, handle))) return await leave(round, file, "replaced");
    await continueFinished(round.context, file, handle);
  }
  for (let segments = 0; segments < SEGMENTS_A_ROUND; segments++) {
    const outcome = await readOn(round.context, file, handle);
    if (outcome === "changed") return await leave(round, file, "replaced");
    if (outcome === "end") return ended(round, file);
  }
  round.more = true;
}

/** Another machine's word on how long a file is must fit what came of it: else it still grows, or was cut off on its way. */
function ended(round: Round, file: TrackedFile): void {
  file.dirty = round.context.folder.byName && file.read < file.size;
  if (file.dirty) round.unreadable++;
  else if (round.context.folder.byName && file.read > file.size) file.changedAt = performance.now();
}

/** A second look, before a last frame is taken as it stands: the file behind the name is the one that was read, to its end. */
async function isStill(round: Round, file: TrackedFile): Promise<boolean> {
  file.handle ??= await round.context.folder.open(file);
  if (file.handle !== null && (await file.handle.stat()).size === file.read) {
    if (await isUnchangedBefore(file, file.handle)) return true;
    await leave(round, file, "replaced");
  }
  round.waiting = true;
  file.changedAt = performance.now();
  return false;
}

/** The file is no longer what was read. Its held start of a line waits a while: a copy made before may have the rest. */
async function leave(round: Round, file: TrackedFile, note: "shrunk" | "replaced"): Promise<void> {
  round.context.sink.note(note);
  release(round, file);
  await closeFile(file);
  file.changedAt = performance.now();
  if (isUnfinished(file) && !file.delivery.done) round.left.push(file);
}

export async function giveUpLeft(round: Round): Promise<void> {
  const keep: TrackedFile[] = [];
  for (const file of round.left) {
    // A copy had the rest, or has been read to its end by now.
    if (file.delivery.boundTo !== null || file.delivery.at > file.read) continue;
    if (performance.now() - file.changedAt < round.rest.lineMs) keep.push(file);
    else await finishFile(round.context, file, null);
  }
  round.left = keep;
  if (keep.length > 0) round.waiting = true;
}
