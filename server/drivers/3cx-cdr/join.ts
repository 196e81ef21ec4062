import type { Join } from "../driver.ts";
import { byWords } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";
import { goesOn } from "./sides.ts";

/**
 * Most calls are one row. A call that was sent on, or offered to several phones, is a row for each, with one history id: the
 * row that says no more of being sent on ends it. What it lasted is what it lasted with people; a queue or a menu counts only
 * where nobody else took the call.
 */
export const joinRows: Join = {
  waitSeconds: 4 * 3_600,
  merge(legs, over) {
    if (!over && !legs.some((leg) => leg.part.startsWith(LAST))) return null;
    const rows = [...legs].sort((a, b) => a.record.startedAt.getTime() - b.record.startedAt.getTime() || byWords(a, b));
    const withPeople = rows.filter((leg) => !leg.part.includes(MACHINE) && leg.record.durationSeconds > 0);
    const counted = withPeople.length > 0 ? withPeople : rows;
    const durationSeconds = counted.reduce((total, { record }) => total + record.durationSeconds, 0);
    const merged = mergeLegs(rows);
    const costs = rows.flatMap(({ record }) => (record.costCents === null ? [] : [record.costCents]));
    const answered = rows.some(({ record }) => record.disposition === "answered");
    return [
      {
        ...merged,
        durationSeconds: Math.min(durationSeconds, 2_147_483_647),
        disposition: answered ? "answered" : (rows.at(-1)?.record.disposition ?? merged.disposition),
        extension: withPeople.at(-1)?.record.extension ?? merged.extension,
        costCents: costs.length === 0 ? null : costs.reduce((total, cents) => total + cents, 0),
      },
    ];
  },
};

const LAST = "last";
const MACHINE = " machine";

/** `last` or `sent on`, whether a machine was called, and the row's own id. */
export function partOf(callid: string, reason: string, machine: boolean): string {
  return `${goesOn(reason) ? "sent on" : LAST}${machine ? MACHINE : ""} ${callid}`.trim();
}
