import type { Alarm, WatchState } from "./alarm.ts";

/** Frames came in of which nothing became anything: it cannot be, and so it is looked for. */
export function framesMissing({ guarding: { missing } }: Pick<WatchState, "guarding">): Alarm[] {
  return missing.map(({ sourceId, name, count }) => ({
    kind: "frames-missing",
    id: `frames-missing ${sourceId}`,
    level: "bad",
    figures: { name, count },
    since: null,
    sourceId,
  }));
}
