import type { Tx } from "#db/clients.ts";
import { ALWAYS, type Calendar, readCalendar } from "../../domain/office-hours.ts";
import { opensAt } from "../../domain/opens-at.ts";
import type { NoticedAlarm } from "../../store/alarm-messages.ts";
import { type GuardRow, listGuards } from "../../store/guards.ts";
import { isOfBytes } from "../alarms/guard.ts";

const DAY_MS = 86_400_000;

/**
 * Until when nobody works who could be told of these silences; null while somebody does. Each goes by the calendar of its own guard,
 * else by the company's, as the guard itself does.
 */
export async function closedUntil(
  tx: Tx,
  company: { readonly id: number; readonly timeZone: string },
  notices: readonly Pick<NoticedAlarm, "kind" | "sourceId">[],
  now: Date,
): Promise<Date | null> {
  const calls = await listGuards(tx, company.id, "processed");
  const bytes = await listGuards(tx, company.id, "collected");
  const companys = calendarOf(calls, 0) ?? calendarOf(bytes, 0) ?? ALWAYS;
  const opens = notices.map(({ kind, sourceId }) => {
    const own = calendarOf(isOfBytes(kind) ? bytes : calls, sourceId ?? 0);
    // A calendar in which nobody ever works is looked at again the day after.
    return opensAt(own ?? companys, now, company.timeZone)?.getTime() ?? now.getTime() + DAY_MS;
  });
  const first = Math.min(...opens);
  return opens.length === 0 || first <= now.getTime() ? null : new Date(first);
}

function calendarOf(guards: readonly GuardRow[], sourceId: number): Calendar | null {
  return readCalendar(guards.find((one) => one.sourceId === sourceId)?.calendar);
}
