import { randomUUID } from "node:crypto";
import type { Tx } from "#db/clients.ts";
import { type AlarmEventRow, endAlarm, openAlarms, raiseAlarm } from "../../store/alarm-events.ts";
import { type Noted, queueNotices } from "../delivery/queue-notices.ts";

/** An alarm to be written down; kinds of the installation are no company's. */
export interface StandingAlarm {
  readonly id: string;
  readonly kind: string;
  readonly since: Date | null;
  readonly sourceId?: number | undefined;
}

interface Judged {
  /** All that stand, of the kinds that are covered. */
  readonly alarms: readonly StandingAlarm[];
  /** Of which kinds one that is not among them is over. */
  readonly covers: (kind: string) => boolean;
  /** When one ended, where that is known better than by when somebody looked. */
  readonly endedAt?: (open: AlarmEventRow) => Date | null;
  readonly now: Date;
}

/**
 * Writes down what began and what ended, each once however many look, and in the same transaction what is to be told of it. Company 0
 * is the installation.
 */
export async function writeDown(
  tx: Tx,
  companyId: number,
  { alarms, covers, endedAt, now }: Judged,
): Promise<{ readonly raised: number; readonly ended: number }> {
  const standing = new Map(alarms.map((alarm) => [alarm.id, alarm]));
  const open = (await openAlarms(tx, companyId)).filter(({ kind }) => covers(kind));
  const known = new Set(open.map(({ alarm }) => alarm));
  const noted: Noted[] = [];
  for (const { id: alarm, kind, sourceId = null, since } of standing.values()) {
    if (known.has(alarm)) continue;
    const id = randomUUID();
    const row = { companyId, id, kind, alarm, sourceId, raisedAt: since ?? now };
    if (await raiseAlarm(tx, row)) noted.push({ alarmId: id, kind, alarm, event: "raised" });
  }
  for (const one of open) {
    if (standing.has(one.alarm)) continue;
    if (await endAlarm(tx, companyId, one.id, endedAt?.(one) ?? now))
      noted.push({ alarmId: one.id, kind: one.kind, alarm: one.alarm, event: "over" });
  }
  await queueNotices(tx, companyId, noted, now);
  const raised = noted.filter(({ event }) => event === "raised").length;
  return { raised, ended: noted.length - raised };
}
