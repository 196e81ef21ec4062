import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../../context.ts";
import { errorFields } from "../../log.ts";
import { companiesWithAlarms, openAlarms } from "../../store/alarm-events.ts";
import { companiesWithRecipients, listRecipients } from "../../store/alarm-recipients.ts";
import { INSTALLATION, withAuditOf } from "../../store/audit.ts";
import { type CompanyRow, listCompanies } from "../../store/companies.ts";
import { judge } from "../alarms/judge.ts";
import { unreached } from "../alarms/unreached.ts";
import { writeDown } from "../alarms/write-down.ts";
import { readState } from "../read-state.ts";
import { isOfGuards } from "./wants.ts";

/** A check of the installation that is bad now. */
export interface BadCheck {
  readonly id: string;
}

const DAY_MS = 86_400_000;
const HEALTH = "health";

/** Checks that were bad when this process looked last: a process that starts anew is no alarm. */
let badBefore: ReadonlySet<string> = new Set();

/**
 * Judges by all rules every company that tells somebody or has an alarm that stands, and the installation by its checks. What the
 * guards hear is watched by the minute elsewhere.
 */
export async function watchAlarms(
  installation: Installation,
  { checks, signal }: { readonly checks: () => Promise<readonly BadCheck[]>; readonly signal?: AbortSignal },
): Promise<{ readonly looked: number; readonly failed: number }> {
  const figures = { looked: 0, failed: 0 };
  const asked = await watched(installation);
  if (asked.has(INSTALLATION)) await watchInstallation(installation, await checks());
  for (const company of await listCompanies(door(installation, "web"))) {
    signal?.throwIfAborted();
    if (!asked.has(company.id)) continue;
    try {
      figures.looked++;
      await watchCompany(installation, company);
    } catch (error) {
      figures.failed++;
      installation.log.error("alarms.failed", { company: company.id, ...errorFields(error) });
    }
  }
  return figures;
}

async function watchCompany(installation: Installation, company: CompanyRow): Promise<void> {
  const now = installation.clock();
  const state = await readState({ ...installation, company }, new Date(now.getTime() - DAY_MS));
  const alarms = judge(state, () => true).filter(({ kind }) => !isOfGuards(kind));
  const covers = (kind: string) => !isOfGuards(kind);
  await withCompany(door(installation, "web"), company.id, (tx) => writeDown(tx, company.id, { alarms, covers, now }));
}

async function watchInstallation(installation: Installation, bad: readonly BadCheck[]): Promise<void> {
  const now = installation.clock();
  const again = badBefore;
  badBefore = new Set(bad.map(({ id }) => alarmOf(id)));
  await withAuditOf(door(installation, "web"), INSTALLATION, async (tx) => {
    const lost = unreached({ unreached: await listRecipients(tx, INSTALLATION) });
    // What stands goes on while its check is bad, whichever process looks: a worker that starts anew ends no alarm.
    const open = new Set((await openAlarms(tx, INSTALLATION)).map(({ alarm }) => alarm));
    const standing = [...badBefore].filter((id) => again.has(id) || open.has(id));
    const alarms = [...standing.map((id) => ({ id, kind: HEALTH, since: null })), ...lost];
    await writeDown(tx, INSTALLATION, { alarms, covers: () => true, now });
  });
}

function alarmOf(check: string): string {
  return `${HEALTH} ${check}`;
}

async function watched(installation: Installation): Promise<ReadonlySet<number>> {
  const keeper = door(installation, "keeper");
  return new Set([...(await companiesWithRecipients(keeper)), ...(await companiesWithAlarms(keeper))]);
}
