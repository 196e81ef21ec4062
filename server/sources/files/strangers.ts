import { adopt } from "./adopt.ts";
import type { Delivery } from "./delivery.ts";
import type { OpenFile, SeenFile } from "./folder.ts";
import { hasStood } from "./rest.ts";
import { isFileError, type Round, type Stranger } from "./round.ts";
import type { TrackedFile } from "./tracked-file.ts";

/** A file not read yet: answers it when it is to be read from now on; null when not, or not yet. */
export async function meet(round: Round, seen: SeenFile): Promise<TrackedFile | null> {
  if (seen.size === 0) return null;
  const stranger = remember(round, seen);
  if (stranger.verdict === "copy") return null;
  const known = seen.roughTime === true ? null : round.context.deliveries.allOf(seen.inode, seen.size, seen.modifiedMs);
  if (known !== null) return isCopy(stranger, known);
  if (stranger.verdict === "unreadable" && performance.now() - stranger.changedAt < round.rest.idleMs) {
    round.unreadable++;
    return null;
  }
  const atRest = hasStood(stranger, round.rest.fileMs, round.rest.trustsTimes);
  if (round.whole && !atRest) {
    round.waiting = true;
    return null;
  }
  const handle = await openStranger(round, seen, stranger);
  if (handle === null) return null;
  try {
    return await take(round, seen, handle, stranger, atRest);
  } catch (error) {
    await handle.close();
    return refused(round, stranger, error);
  }
}

function isCopy(stranger: Stranger, of: Delivery): null {
  stranger.verdict = "copy";
  stranger.of = of;
  return null;
}

/** Tracks the file from now on, and its descriptor with it; null when there is nothing to read in it, or not yet. */
async function take(
  round: Round,
  seen: SeenFile,
  handle: OpenFile,
  stranger: Stranger,
  atRest: boolean,
): Promise<TrackedFile | null> {
  const still = { atRest, known: performance.now() - stranger.metAt >= round.rest.fileMs };
  const context = { ...round.context, tracked: round.tracked, left: round.left, now: stranger.changedAt };
  const adopted = await adopt(context, seen, handle, still);
  if (adopted.kind === "tracked") {
    round.strangers.delete(seen.key);
    round.tracked.set(seen.key, adopted.file);
    round.context.sink.note("file");
    if (adopted.shrunk && round.number === 1) round.context.sink.note("shrunk");
    return adopted.file;
  }
  if (adopted.kind === "wait") round.waiting = true;
  else isCopy(stranger, adopted.of);
  await handle.close();
  return null;
}

async function openStranger(round: Round, seen: SeenFile, stranger: Stranger): Promise<OpenFile | null> {
  try {
    return await round.context.folder.open(seen);
  } catch (error) {
    return refused(round, stranger, error);
  }
}

/** A file that cannot be read is left for a while, and counted; it keeps no other from being read. */
function refused(round: Round, stranger: Stranger, error: unknown): null {
  if (!isFileError(error)) throw error;
  stranger.verdict = "unreadable";
  stranger.changedAt = performance.now();
  round.unreadable++;
  round.context.sink.note("unreadable");
  return null;
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
