import { randomUUID } from "node:crypto";
import { type Tx, withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { endAlarm, openAlarms, raiseAlarm } from "../../store/alarm-events.ts";
import { isWatched } from "../../store/guards.ts";
import { listSources } from "../../store/sources.ts";
import type { Alarm } from "../alarms/alarm.ts";
import { framesMissing } from "../alarms/frames-missing.ts";
import { guard, isOfBytes } from "../alarms/guard.ts";
import { type Guarding, type Hearing, readGuards } from "./read-guards.ts";

/** The alarms whose beginning and end are written down. */
export function notedAlarms(guarding: Guarding): Alarm[] {
  return [...guard({ guarding }), ...framesMissing({ guarding })];
}

/** Judges a company and writes down what began and what ended since somebody looked last. Answers the alarms that stand. */
export async function watchCompany(
  installation: Pick<Installation, "sql" | "clock">,
  company: Pick<Company, "id" | "timeZone">,
): Promise<{ readonly alarms: readonly Alarm[]; readonly raised: number; readonly ended: number }> {
  return await withCompany(door(installation, "web"), company.id, async (tx) => {
    if (!(await isWatched(tx, company.id))) return { alarms: [], raised: 0, ended: 0 };
    const now = installation.clock();
    const guarding = await readGuards(tx, company, await listSources(tx, company.id), now);
    return { alarms: notedAlarms(guarding), ...(await noteAlarms(tx, company.id, guarding, now)) };
  });
}

/** Several who look at once write each alarm down once. */
export async function noteAlarms(
  tx: Tx,
  companyId: number,
  guarding: Guarding,
  now: Date,
): Promise<{ readonly raised: number; readonly ended: number }> {
  const alarms = new Map(notedAlarms(guarding).map((alarm) => [alarm.id, alarm]));
  const open = await openAlarms(tx, companyId);
  const known = new Set(open.map(({ alarm }) => alarm));
  const outcome = { raised: 0, ended: 0 };
  for (const { id: alarm, kind, sourceId = null, since } of alarms.values()) {
    if (known.has(alarm)) continue;
    const row = { companyId, id: randomUUID(), kind, alarm, sourceId, raisedAt: since ?? now };
    if (await raiseAlarm(tx, row)) outcome.raised++;
  }
  for (const { id, alarm, kind, raisedAt, sourceId } of open) {
    if (alarms.has(alarm)) continue;
    if (
      await endAlarm(
        tx,
        companyId,
        id,
        heardAgain(isOfBytes(kind) ? guarding.collected : guarding, sourceId, raisedAt) ?? now,
      )
    )
      outcome.ended++;
  }
  return outcome;
}

/** When the call or the bytes came that ended a silence, which is earlier than when somebody looked. */
function heardAgain({ guards }: Hearing, sourceId: number | null, raisedAt: Date): Date | null {
  const lastAt = guards.find((one) => one.sourceId === (sourceId ?? 0))?.lastAt ?? null;
  return lastAt !== null && lastAt > raisedAt ? lastAt : null;
}
