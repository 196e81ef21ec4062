/** So many messages to one recipient within the window; what comes then is gathered into the next. */
export const BURST = 6;
export const WINDOW_MS = 600_000;

/** When a new message may leave, by when the last ones of its recipient were made (the newest first). Pure. */
export function mayLeaveAt(recent: readonly Date[], now: Date): Date {
  const first = recent[BURST - 1];
  const from = first === undefined ? 0 : first.getTime() + WINDOW_MS;
  return new Date(Math.max(now.getTime(), from));
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DELAYS_MS = [30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS];
const LONGEST_MS = 20 * MINUTE_MS;
/** After a day nobody needs to be told what stood yesterday. */
export const GIVE_UP_MS = 24 * 60 * MINUTE_MS;

interface Tried {
  /** From one on. */
  readonly attempts: number;
  readonly firstTriedAt: Date;
  readonly now: Date;
  /** What the other side asked for. */
  readonly waitMs: number | null;
  /** From 0 to 1: not everything that failed together is tried again together. */
  readonly chance: number;
}

/** When it is tried again, later each time; null when a day is over. Pure. */
export function triedAgainAt({ attempts, firstTriedAt, now, waitMs, chance }: Tried): Date | null {
  const delay = DELAYS_MS[attempts - 1] ?? LONGEST_MS;
  const at = now.getTime() + Math.max(delay * (1 + chance / 5), waitMs ?? 0);
  return at > firstTriedAt.getTime() + GIVE_UP_MS ? null : new Date(at);
}
