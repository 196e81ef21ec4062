import type { Words } from "./words.ts";

const SHOWN_FROM_MS = 3_000;

/**
 * How long the rest takes if it goes on as it has: null until there is enough to judge by, and near the end, where a guess would
 * only jump about.
 */
export function remainingMs(done: number, of: number | null, elapsedMs: number): number | null {
  if (of === null || of <= 0 || done <= 0 || done >= of || elapsedMs < SHOWN_FROM_MS) return null;
  return Math.round((elapsedMs * (of - done)) / done);
}

/** "about 4 min left": in steps that do not pretend to know better. */
export function remainingText(ms: number, words: Words): string {
  const seconds = ms / 1_000;
  if (seconds < 10) return words.t("progress.almost");
  if (seconds < 60) return words.t("progress.seconds", { count: Math.ceil(seconds / 10) * 10 });
  if (seconds < 90 * 60) return words.t("progress.minutes", { count: Math.max(1, Math.round(seconds / 60)) });
  return words.t("progress.hours", { count: Math.round(seconds / 3_600) });
}
