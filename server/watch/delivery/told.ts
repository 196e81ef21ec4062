import type { Tx } from "#db/clients.ts";
import type { NoticedAlarm } from "../../store/alarm-messages.ts";
import { edgeById } from "../../store/edges.ts";
import { listSources } from "../../store/sources.ts";
import { oneLine } from "./one-line.ts";

/** One alarm of a message: nothing of a person is in it. */
export interface ToldAlarm {
  readonly id: string;
  readonly kind: string;
  readonly event: "raised" | "over";
  /** What a person called the source or the edge, without numbers; of the installation the check. */
  readonly about: string | null;
  readonly raisedAt: Date;
  readonly endedAt: Date | null;
}

/** What a message is written from. */
export interface Told {
  readonly id: string;
  readonly isTest: boolean;
  /** Of the company; null for the installation itself. */
  readonly company: { readonly slug: string; readonly name: string } | null;
  readonly timeZone: string;
  readonly alarms: readonly ToldAlarm[];
  /** Beyond those. */
  readonly more: number;
  /** Where people open the portal; null where nobody has said so. */
  readonly portal: string | null;
  readonly at: Date;
}

const MOST_TOLD = 50;

/** The alarms of a message, each once: one that is over meanwhile is told as over. */
export async function toldAlarms(
  tx: Tx,
  companyId: number,
  notices: readonly NoticedAlarm[],
  now: Date,
): Promise<{ readonly alarms: readonly ToldAlarm[]; readonly more: number }> {
  const last = new Map(notices.map((one) => [one.alarmId, one]));
  for (const one of notices) if (one.event === "over") last.set(one.alarmId, one);
  const names = new Map((await listSources(tx, companyId, { removed: true })).map(({ id, name }) => [id, name]));
  const alarms: ToldAlarm[] = [];
  for (const { alarmId: id, kind, alarm, event, sourceId, raisedAt, endedAt } of [...last.values()].slice(
    0,
    MOST_TOLD,
  )) {
    const name = sourceId === null ? await edgeName(tx, companyId, alarm) : (names.get(sourceId) ?? null);
    const about = kind === "health" ? (alarm.split(" ")[1] ?? null) : name === null ? null : oneLine(name, now);
    alarms.push({ id, kind, event, about, raisedAt, endedAt: event === "over" ? endedAt : null });
  }
  return { alarms, more: Math.max(0, last.size - MOST_TOLD) };
}

async function edgeName(tx: Tx, companyId: number, alarm: string): Promise<string | null> {
  const [, id] = /^edge-\w+ ([0-9a-f-]{36})$/.exec(alarm) ?? [];
  return id === undefined ? null : ((await edgeById(tx, companyId, id))?.name ?? null);
}
