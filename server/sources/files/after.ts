import type { SourceProblem } from "../problem.ts";
import type { Delivery } from "./delivery.ts";
import { FileRefused, type SeenFile } from "./folder.ts";
import type { Round, Stranger } from "./round.ts";

/** What becomes of a file of another machine once every byte of it is in the database. */
export interface After {
  /** Bytes of each delivery that the database has; none for one that it does not know. */
  committed(deliveryIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Deletes or moves it, unless its size or time is another one by now. Throws FileRefused. */
  remove(file: SeenFile): Promise<void>;
}

/** Removed in a round at most; the next ones go on. */
const FILES_A_ROUND = 200;
/** A file is given up to where it is told apart from others that it may go on from. */
const BEFORE_MOST = 100;

/**
 * Only what has been read to its end, stands unchanged and is committed goes. What waits in the inbox may still turn out to be
 * damaged: then the file is what it is read from again.
 */
export async function tidy(round: Round, seen: readonly SeenFile[], after: After): Promise<SourceProblem | null> {
  const ready = seen.flatMap((file) => readyToGo(round, file)).slice(0, FILES_A_ROUND);
  if (ready.length === 0) return null;
  const parts = new Map(ready.map(({ file, of }) => [file, [of, ...before(round, of)]]));
  const ids = new Set([...parts.values()].flat().map(({ id }) => id));
  const stored = await after.committed([...ids]);
  const isStored = (part: Delivery) => (stored.get(part.id) ?? -1) >= part.at - part.base;
  for (const { file } of ready) {
    const all = parts.get(file) ?? [];
    if (all.length > BEFORE_MOST || !all.every(isStored)) continue;
    try {
      await after.remove(file);
      round.strangers.delete(file.key);
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      return "not-removed";
    }
  }
  return null;
}

function readyToGo(round: Round, file: SeenFile): { file: SeenFile; of: Delivery }[] {
  const stranger: Stranger | undefined = round.strangers.get(file.key);
  if (stranger?.verdict !== "copy" || stranger.of === undefined) return [];
  if (stranger.size !== file.size || stranger.modifiedMs !== file.modifiedMs) return [];
  return stranger.of.at >= file.size ? [{ file, of: stranger.of }] : [];
}

function before({ context }: Round, of: Delivery): Delivery[] {
  return of.base === 0 ? [] : context.deliveries.before(of);
}
