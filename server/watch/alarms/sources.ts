import type { Alarm, AlarmRule, WatchedSource } from "./alarm.ts";

const SILENT_MS = 24 * 3_600_000;
const FEW_LINES = 20;
const SHARE = 0.05;

/** Sources that stand still although they should run, that refuse somebody, that say nothing, or that nobody understands. */
export const sources: AlarmRule = ({ now, sources: all }) =>
  all.flatMap((source) => [...failed(source), ...warned(source), ...silent(source, now), ...notUnderstood(source)]);

function failed({ id, name, state, stateSince }: WatchedSource): Alarm[] {
  if (state !== "failed") return [];
  return [
    {
      kind: "source-failed",
      id: `source-failed ${id}`,
      level: "bad",
      figures: { name },
      since: stateSince,
      sourceId: id,
    },
  ];
}

function warned({ id, name, isWarned }: WatchedSource): Alarm[] {
  if (!isWarned) return [];
  return [
    { kind: "source-warned", id: `source-warned ${id}`, level: "warn", figures: { name }, since: null, sourceId: id },
  ];
}

function silent({ id, name, state, stateSince, lastAt }: WatchedSource, now: Date): Alarm[] {
  if (state !== "running") return [];
  const last = lastAt !== null && lastAt > stateSince ? lastAt : stateSince;
  if (now.getTime() - last.getTime() < SILENT_MS) return [];
  const count = Math.floor((now.getTime() - last.getTime()) / 3_600_000);
  return [
    {
      kind: "source-silent",
      id: `source-silent ${id}`,
      level: "warn",
      figures: { name, count },
      since: last,
      sourceId: id,
    },
  ];
}

function notUnderstood({ id, name, records, undefinedLines }: WatchedSource): Alarm[] {
  const share = undefinedLines / Math.max(1, records + undefinedLines);
  if (undefinedLines < FEW_LINES || share < SHARE) return [];
  const percent = Math.round(share * 100);
  const figures = { name, count: undefinedLines, percent };
  return [{ kind: "undefined-share", id: `undefined-share ${id}`, level: "warn", figures, since: null, sourceId: id }];
}
