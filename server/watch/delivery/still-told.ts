import type { MessageRow, NoticedAlarm } from "../../store/alarm-messages.ts";

export type StillTold =
  | { readonly notices: readonly NoticedAlarm[] }
  | { readonly dropped: "acknowledged" | "over-meanwhile" };

/**
 * What of a message is still worth telling: nothing of an alarm that somebody has taken note of before it could be told, its end neither,
 * and nothing of a silence that began and ended while nobody worked. `told`: alarms whose beginning has been sent there. Pure.
 */
export function stillTold(
  { about, attempts }: Pick<MessageRow, "about" | "attempts">,
  all: readonly NoticedAlarm[],
  told: ReadonlySet<string>,
): StillTold {
  const begun = new Set(all.flatMap(({ alarmId, event }) => (event === "raised" ? [alarmId] : [])));
  const ended = new Set(all.flatMap(({ alarmId, event }) => (event === "over" ? [alarmId] : [])));
  const passed = (id: string) => about === "silence" && attempts === 0 && begun.has(id) && ended.has(id);
  const left = all.filter(({ alarmId }) => !passed(alarmId));
  if (left.length === 0) return { dropped: "over-meanwhile" };
  const notices = left.filter(
    ({ event, alarmId, acknowledgedAt }) => acknowledgedAt === null || (event === "over" && told.has(alarmId)),
  );
  return notices.length === 0 ? { dropped: "acknowledged" } : { notices };
}
