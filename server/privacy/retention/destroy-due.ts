import { withCompany } from "#db/with-company.ts";
import { systemAudit } from "../../audit/index.ts";
import { door, type Installation } from "../../context.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { type DueSlice, dueSlices, shredNight } from "../../keyring/index.ts";
import { decidedSlices } from "../disposal/decided-slices.ts";
import { listCompanies, logSweep } from "../../store/index.ts";

export interface DestroyedKeys {
  readonly keys: number;
  readonly companies: number;
}

/**
 * The keys of all companies that are due now, together: what they sealed cannot be read any more, here or in any copy. A key
 * that a changed rule has cut short is left to the work that deletes its rows first (`applyRules`). Killed anywhere it is
 * simply made again; what the ledger names is destroyed by the next opening of the keyring.
 */
export async function destroyDue(installation: Installation, signal?: AbortSignal): Promise<DestroyedKeys> {
  const now = installation.clock();
  const started = performance.now();
  const keeper = door(installation, "keeper");
  const companies = await listCompanies(keeper);
  const zones = new Map(companies.map((company) => [company.id, company.timeZone]));
  const passed = (await dueSlices(installation.keyring, now)).filter((slice) => !isCutShort(slice, zones, now));
  const due = await decidedSlices(installation, passed, companies);
  const gone = await shredNight(installation.keyring, due, now, signal);
  const told = [...gone].filter(([companyId, keys]) => keys > 0 && zones.has(companyId));
  for (let at = 0; at < told.length; at += TOLD_AT_ONCE) {
    await Promise.all(told.slice(at, at + TOLD_AT_ONCE).map(([id, keys]) => tell(installation, id, keys)));
  }
  const keys = [...gone.values()].reduce((sum, one) => sum + one, 0);
  if (keys > 0) {
    const tookMs = Math.max(1, Math.round(performance.now() - started));
    await logSweep(keeper, { at: now, tookMs, companies: told.length, keys, daysDropped: 0 });
  }
  return { keys, companies: told.length };
}

/** Companies are audited side by side: each has a chain of its own. */
const TOLD_AT_ONCE = 4;

/** The ledger is the record that holds; these rows reach the disk with the entry in the log of clean-ups that follows them. */
async function tell(installation: Installation, companyId: number, slices: number): Promise<void> {
  await withCompany(door(installation, "keeper"), companyId, async (tx) => {
    await tx`set local synchronous_commit = off`;
    await systemAudit(installation, tx, companyId, { action: "retention.purged", detail: { slices } });
  });
}

function isCutShort(slice: DueSlice, zones: ReadonlyMap<number, string>, now: Date): boolean {
  const zone = zones.get(slice.companyId);
  return zone !== undefined && slice.expiresOn > dayIn(zone, now);
}
