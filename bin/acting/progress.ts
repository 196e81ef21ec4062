import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#server/domain/app-error.ts";

const EVERY_MS = 300;

/**
 * Asks again until `finished`, telling what changed. Throws AppError "unavailable" when nothing moves for `patienceMs`:
 * then no worker runs, and what was asked for goes on when one does.
 */
export async function follow<T>(
  read: () => Promise<T>,
  finished: (view: T) => boolean,
  say: (view: T) => string,
  note: (text: string) => void,
  patienceMs = 120_000,
): Promise<T> {
  let said = "";
  let movedAt = performance.now();
  for (;;) {
    const view = await read();
    const text = say(view);
    if (text !== said) {
      said = text;
      movedAt = performance.now();
      note(text);
    }
    if (finished(view)) return view;
    if (performance.now() - movedAt > patienceMs) {
      throw new AppError(
        "unavailable",
        "Nothing has moved for two minutes: is the worker running? What was asked for is kept and goes on with it.",
        {
          retry: true,
        },
      );
    }
    await wait(EVERY_MS);
  }
}

/** A work of the worker's, as it stands in the list of them. */
interface Work {
  readonly workId: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
}

/** Follows one of them to its end, which may be another than that it is done. Throws AppError "not-found" when it is not listed. */
export async function followWork<T extends Work>(
  workId: string,
  list: () => Promise<readonly T[]>,
  say: (work: T) => string,
  note: (text: string) => void,
): Promise<T> {
  const read = async () => {
    const work = (await list()).find((one) => one.workId === workId);
    if (work === undefined) throw new AppError("not-found", "There is no such work under way. Look at the list again.");
    return work;
  };
  return await follow(read, ({ state }) => state !== "waiting" && state !== "running", say, note);
}

/** Throws AppError "conflict" where a work ended otherwise; `what` begins the sentence. */
export function requireDone({ state }: Work, what: string): void {
  if (state !== "done") throw new AppError("conflict", `${what} has ended: ${state}.`);
}
