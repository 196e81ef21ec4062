import type { SessionAmount } from "../store/source-figures.ts";

/** Records of one stretch of time, counted where its sessions lay. */
export interface RateStep {
  readonly at: Date;
  readonly records: number;
}

/**
 * Sessions are all that is kept of when records came: those of a session are spread evenly over the time in which it moved bytes. The
 * sum of all steps is the number of records, but for what came before `from`.
 */
export function ratesOf(sessions: readonly SessionAmount[], from: Date, steps: number, stepMs: number): RateStep[] {
  const sums = Array.from({ length: steps }, () => 0);
  for (const { startedAt, lastAt, records } of sessions) {
    const begin = startedAt.getTime() - from.getTime();
    const end = Math.max(begin + 1, lastAt.getTime() - from.getTime());
    const first = Math.max(0, Math.floor(begin / stepMs));
    for (let step = first; step < steps && step * stepMs < end; step++) {
      const inside = Math.min(end, (step + 1) * stepMs) - Math.max(begin, step * stepMs);
      sums[step] = (sums[step] ?? 0) + (records * Math.max(0, inside)) / (end - begin);
    }
  }
  return sums.map((records, step) => ({ at: new Date(from.getTime() + step * stepMs), records }));
}
