import { withCompany } from "#db/with-company.ts";
import { door, type Installation } from "../context.ts";
import { dueSlices, keyringStatus, liveSlicesByExpiry, noteSweep, scrub } from "../keyring/index.ts";
import { refusal, type WaitsFor, waitsFor } from "./retention/sweep-state.ts";
import { deleteDue, droppableDays, dropDay, type Leaf, listCompanies, listLeaves } from "../store/index.ts";
import { addDays, dayIn } from "../domain/zoned-time.ts";

export interface DueCompany {
  readonly companyId: number;
  readonly slug: string;
  readonly slices: number;
}

export interface SweepList {
  readonly at: Date;
  readonly due: readonly DueCompany[];
  readonly lastSweepAt: Date | null;
  /** Why nothing may be destroyed without a person's word; null when it may. */
  readonly waitsFor: WaitsFor;
}

/**
 * What is due at an instant, in every company. Lists only. `clocks` are the instants the databases report now. A clean-up
 * that is late while nothing is due has nothing to ask a person.
 */
export async function listDue(installation: Installation, at: Date, clocks: readonly Date[] = []): Promise<SweepList> {
  const { lastSweepAt } = await keyringStatus(installation.keyring);
  const slices = new Map<number, number>();
  for (const slice of await dueSlices(installation.keyring, at))
    slices.set(slice.companyId, (slices.get(slice.companyId) ?? 0) + 1);
  const companies = await listCompanies(door(installation, "keeper"));
  const due = companies.flatMap(({ id, slug }) =>
    (slices.get(id) ?? 0) > 0 ? [{ companyId: id, slug, slices: slices.get(id) ?? 0 }] : [],
  );
  const waits = waitsFor(at, lastSweepAt, clocks);
  return { at, due, lastSweepAt, waitsFor: waits === "late" && due.length === 0 ? null : waits };
}

export interface SweepDoor {
  /** The databases' own clocks. */
  clocks(): Promise<readonly Date[]>;
  /** Asks for the due keys of all companies to be destroyed, and for the partitions to be dropped after that. */
  askKeys(): Promise<void>;
  /** Asks for what else is due in a company: identifiers, facts of calls, rules. */
  askPurge(companyId: number): Promise<void>;
  /** Asks for the partitions to be dropped. */
  askDrop(): Promise<void>;
}

/**
 * Lists what is due and asks for its destruction. It destroys nothing itself. Throws AppError "conflict" when the clocks
 * disagree, or when the last sweep is too old and nobody has confirmed.
 */
export async function sweep(
  installation: Installation,
  to: SweepDoor,
  options: { confirmed?: boolean } = {},
): Promise<SweepList> {
  const now = installation.clock();
  const list = await listDue(installation, now, await to.clocks());
  if (list.waitsFor === "clocks") throw refusal("clocks");
  if (list.waitsFor === "late" && options.confirmed !== true) throw refusal("late");
  await noteSweep(installation.keyring, now);
  // A partition drops only when no key lives in it: asked for at the same time it would wait for the next sweep.
  await (list.due.length > 0 ? to.askKeys() : to.askDrop());
  for (const company of await listCompanies(door(installation, "keeper"))) await to.askPurge(company.id);
  return list;
}

/** Drops the partitions whose days are over everywhere and in which no key lives any more. Answers how many. */
export async function dropDays(installation: Installation, signal?: AbortSignal): Promise<number> {
  const keeper = door(installation, "keeper");
  let dropped = 0;
  for (const leaf of await droppableDays(keeper, installation.clock())) {
    signal?.throwIfAborted();
    if (!(await isDead(installation, leaf))) continue;
    await dropDay(keeper, leaf, installation.clock());
    dropped++;
  }
  await deleteFromMonths(installation);
  await scrub(installation.keyring);
  return dropped;
}

async function isDead(installation: Installation, leaf: Leaf): Promise<boolean> {
  for (let day = leaf.firstDay; day < leaf.endDay; day = addDays(day, 1)) {
    if ((await liveSlicesByExpiry(installation.keyring, day)) > 0) return false;
  }
  return true;
}

/** Far ends share a partition a month: what is due there is deleted by rows until the month is over and drops. */
async function deleteFromMonths(installation: Installation): Promise<void> {
  const keeper = door(installation, "keeper");
  const today = installation.clock().toISOString().slice(0, 10);
  const begun = (await listLeaves(keeper)).some((leaf) => leaf.leaf.startsWith("m") && leaf.firstDay <= today);
  if (!begun) return;
  for (const company of await listCompanies(keeper)) {
    const day = dayIn(company.timeZone, installation.clock());
    await withCompany(keeper, company.id, (tx) => deleteDue(tx, company.id, day));
  }
}
