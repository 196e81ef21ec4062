/** How long things must stand still, in milliseconds of a monotonic clock. */
export interface Rest {
  /** A file is at rest: nobody is writing it, or a copy of it. */
  readonly fileMs: number;
  /** A last line without its line feed is taken as it stands. */
  readonly lineMs: number;
  /** A file that is gone from the folder is given up: its writer has surely opened the next one. */
  readonly goneMs: number;
  /** A file is closed between rounds, to be opened again when it changes. */
  readonly idleMs: number;
  /** A time of change well in the past says that nobody writes the file. Not so where copying keeps the time of the original. */
  readonly trustsTimes: boolean;
}

export function restOf(restSeconds: number, trustsTimes = true): Rest {
  const fileMs = restSeconds * 1000;
  return { fileMs, lineMs: fileMs * 2, goneMs: fileMs * 15, idleMs: 60_000, trustsTimes };
}

export interface Stillness {
  readonly changedAt: number;
  readonly modifiedMs: number;
}

/**
 * Whether something has stood still for long enough: seen unchanged by us, or with a time of change that lies well in the
 * past (another machine's clock may differ, so that "just now" is never believed).
 */
export function hasStood(what: Stillness, forMs: number, trustsTimes: boolean): boolean {
  if (performance.now() - what.changedAt >= forMs) return true;
  return trustsTimes && Date.now() - what.modifiedMs >= Math.max(forMs * 5, 10_000);
}
