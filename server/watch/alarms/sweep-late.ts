import type { AlarmRule } from "./alarm.ts";

const LATE_MS = 24 * 3_600_000;

/** Clean-up has not run for a day: nothing expired can be read, but it is not destroyed either (DESIGN 2). */
export const sweepLate: AlarmRule = ({ now, lastSweepAt, since }) => {
  const last = lastSweepAt ?? since;
  const late = now.getTime() - last.getTime();
  if (late < LATE_MS) return [];
  const hours = Math.floor(late / 3_600_000);
  return [{ kind: "sweep-late", id: "sweep-late", level: "bad", figures: { count: hours }, since: last }];
};
