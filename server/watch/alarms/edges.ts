import type { Day } from "../../domain/zoned-time.ts";
import type { Alarm, AlarmRule } from "./alarm.ts";

/** It tells of itself several times a minute: after a quarter of an hour its machine, or the way to it, is down. */
const SILENT_MS = 900_000;

/** Keys are made for a fortnight beyond today: with fewer, nobody has made or fetched any for more than a day. */
const DAYS_OF_KEYS = 14;

/**
 * Collectors at the customers that are not heard of, that hold as much as they may, or whose keys to write with come to an end:
 * without room or a key they acknowledge nothing more.
 */
export const edges: AlarmRule = ({ now, edges: all }) =>
  all.flatMap(({ id, name, lastContactAt: since, isFull, keysUntil }): Alarm[] => {
    const count = keysUntil === null ? DAYS_OF_KEYS : daysLeft(keysUntil, now);
    const keys = { kind: "edge-keys", id: `edge-keys ${id}`, figures: { name, count }, since: null } as const;
    if (count === 0) return [{ ...keys, level: "bad" }];
    if (now.getTime() - since.getTime() > SILENT_MS)
      return [{ kind: "edge-silent", id: `edge-silent ${id}`, level: "bad", figures: { name }, since }];
    if (isFull) return [{ kind: "edge-full", id: `edge-full ${id}`, level: "bad", figures: { name }, since: null }];
    return count < DAYS_OF_KEYS ? [{ ...keys, level: "warn" }] : [];
  });

/** Days (UTC) for which there are keys, today's among them. */
function daysLeft(until: Day, now: Date): number {
  const today = Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
  return Math.max(0, Math.round((Date.parse(`${until}T00:00:00Z`) - today) / 86_400_000) + 1);
}
