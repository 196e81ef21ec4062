import type { Alarm, AlarmRule } from "./alarm.ts";

/** It tells of itself several times a minute: after a quarter of an hour its machine, or the way to it, is down. */
const SILENT_MS = 900_000;

/** Collectors at the customers that are not heard of, or that hold as much as they may and acknowledge nothing more. */
export const edges: AlarmRule = ({ now, edges: all }) =>
  all.flatMap(({ id, name, lastContactAt: since, isFull }): Alarm[] => {
    if (now.getTime() - since.getTime() > SILENT_MS)
      return [{ kind: "edge-silent", id: `edge-silent ${id}`, level: "bad", figures: { name }, since }];
    return isFull ? [{ kind: "edge-full", id: `edge-full ${id}`, level: "bad", figures: { name }, since: null }] : [];
  });
