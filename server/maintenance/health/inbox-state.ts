import { stat } from "node:fs/promises";
import { countDamaged, listSegments, writtenAt } from "../../inbox/index.ts";

export interface InboxState {
  readonly segments: number;
  readonly bytes: number;
  /** Set aside, since they could not be opened. */
  readonly damaged: number;
  readonly oldestAt: Date | null;
}

const MOST_SIZED = 5_000;

/** What waits in the inbox of this machine; it opens nothing. Sizes are added up to a bound. */
export async function inboxState(dir: string): Promise<InboxState> {
  const refs = await listSegments(dir);
  let bytes = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (const [i, ref] of refs.entries()) {
    oldest = Math.min(oldest, writtenAt(ref).getTime());
    if (i < MOST_SIZED) bytes += (await stat(ref.path).catch(() => ({ size: 0 }))).size;
  }
  const damaged = [...(await countDamaged(dir)).values()].reduce((sum, count) => sum + count, 0);
  return { segments: refs.length, bytes, damaged, oldestAt: refs.length === 0 ? null : new Date(oldest) };
}
