import { type Tx, withCompany } from "#db/with-company.ts";
import { type Company, door, type Installation } from "../../context.ts";
import { isWatched } from "../../store/guards.ts";
import { listSources } from "../../store/sources.ts";
import type { Alarm } from "../alarms/alarm.ts";
import { framesMissing } from "../alarms/frames-missing.ts";
import { guard, isOfBytes } from "../alarms/guard.ts";
import { writeDown } from "../alarms/write-down.ts";
import { isOfGuards } from "../delivery/wants.ts";
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

/** Several who look at once write each alarm down once, and whoever is to be told is. */
export async function noteAlarms(
  tx: Tx,
  companyId: number,
  guarding: Guarding,
  now: Date,
): Promise<{ readonly raised: number; readonly ended: number }> {
  return await writeDown(tx, companyId, {
    alarms: notedAlarms(guarding),
    covers: isOfGuards,
    endedAt: ({ kind, sourceId, raisedAt }) =>
      heardAgain(isOfBytes(kind) ? guarding.collected : guarding, sourceId, raisedAt),
    now,
  });
}

/** When the call or the bytes came that ended a silence, which is earlier than when somebody looked. */
function heardAgain({ guards }: Hearing, sourceId: number | null, raisedAt: Date): Date | null {
  const lastAt = guards.find((one) => one.sourceId === (sourceId ?? 0))?.lastAt ?? null;
  return lastAt !== null && lastAt > raisedAt ? lastAt : null;
}
