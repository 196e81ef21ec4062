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
