import type { AlarmRule } from "./alarm.ts";

const STUCK_MS = 3_600_000;

/** An erasure whose grace is over and that has not moved for an hour: the law counts the days, a person must look. */
export const erasureStuck: AlarmRule = ({ now, erasures }) =>
  erasures
    .filter(({ startsAt, updatedAt }) => {
      const last = Math.max(startsAt.getTime(), updatedAt.getTime());
      return now.getTime() - last > STUCK_MS;
    })
    .map(({ id, startsAt }) => ({
      kind: "erasure-stuck",
      id: `erasure-stuck ${id}`,
      level: "bad",
      figures: {},
      since: startsAt,
    }));
