import type { Alarm, AlarmRule } from "./alarm.ts";

/** A night comes every 24 hours; two more for one that was late. */
const LATEST_MS = 26 * 3_600_000;

/** Something here is beyond its rule, measured on it: the worst is named, the others are counted. */
const oldestDatum: AlarmRule = ({ oldest }) => {
  const late = oldest.filter(({ excessDays }) => excessDays > 0).toSorted((a, b) => b.excessDays - a.excessDays);
  const worst = late[0];
  if (worst === undefined) return [];
  const figures = { product: worst.product, class: worst.class, count: worst.excessDays, days: worst.ageDays };
  return [{ kind: "oldest-datum", id: "oldest-datum", level: "bad", figures, since: null }];
};

/** Something holds data and belongs to no store, so that no search and no erasure reaches it. */
const unclassified: AlarmRule = ({ unclassified: names }) =>
  names[0] === undefined
    ? []
    : [
        {
          kind: "unclassified",
          id: "unclassified",
          level: "bad",
          figures: { name: names[0], count: names.length },
          since: null,
        },
      ];

/** The canary was left somewhere, was not seen where it should have stood, or did not fly at all. */
const canary: AlarmRule = ({ now, since, canary: last }) => {
  const at = last?.at ?? since;
  const silent = now.getTime() - at.getTime() > LATEST_MS;
  const alarms: Alarm[] = [];
  if (silent) alarms.push({ kind: "canary-silent", id: "canary-silent", level: "bad", figures: {}, since: at });
  else if (last !== null && last.outcome !== "gone")
    alarms.push({
      kind: "canary-failed",
      id: "canary-failed",
      level: "bad",
      figures: { outcome: last.outcome },
      since: last.at,
    });
  return alarms;
};

export const copies: AlarmRule = (state) => [...oldestDatum(state), ...unclassified(state), ...canary(state)];
