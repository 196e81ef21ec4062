import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../context.ts";
import { IMPLAUSIBLE_DATE } from "../domain/collected.ts";
import { addDays, type Day, dayIn } from "../domain/zoned-time.ts";
import { generationStatus, keyringStatus } from "../keyring/index.ts";
import { listCanaryNights } from "../store/copy-ages.ts";
import { listRecipients } from "../store/alarm-recipients.ts";
import { countDropped } from "../store/collected.ts";
import { listRules } from "../store/rules.ts";
import { edgesAtWork } from "../store/edges.ts";
import { listErasures } from "../store/erasures.ts";
import { listSources } from "../store/sources.ts";
import { countOverdue, readTraffic, sourceTotals, type TrafficRow } from "../store/traffic.ts";
import type { WatchState } from "./alarms/alarm.ts";
import { readGuards } from "./guard/read-guards.ts";
import { knownOldest, knownUnclassified } from "./known-copies.ts";
import { restrictedTraffic, withoutRestricted } from "./restricted-traffic.ts";

const OPEN = ["waiting", "destroying", "deleting", "cleaning", "searching", "failed"] as const;
const DAY_MS = 86_400_000;
/** Keys go at midnight of each zone, rows by the next sweeps: a row may lie two days before anybody is told. */
const ROWS_MAY_LIE_DAYS = 2;

export interface WatchReading extends WatchState {
  /** The calls since `from`, by the hour. */
  readonly traffic: readonly TrafficRow[];
}

/** One reading of a company's state, as far back as `from`: at most 32 days. */
export async function readState(
  ctx: Pick<CompanyContext, "company" | "env" | "sql" | "keyring" | "clock">,
  from: Date,
): Promise<WatchReading> {
  const { id: companyId, timeZone } = ctx.company;
  const now = ctx.clock();
  const { lastSweepAt } = await keyringStatus(ctx.keyring);
  const { hoursLate: generationHoursLate } = await generationStatus(ctx.keyring);
  const unclassified = await knownUnclassified(ctx);
  const [last] = await listCanaryNights(door(ctx, "web"), 1);
  const latest = addDays(dayIn(timeZone, now), -ROWS_MAY_LIE_DAYS);
  return await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => {
      const rows = await listSources(tx, companyId);
      const totals = new Map(
        (await sourceTotals(tx, companyId, new Date(now.getTime() - DAY_MS))).map((total) => [total.sourceId, total]),
      );
      const to = new Date(now.getTime() + DAY_MS);
      const counted = await readTraffic(tx, companyId, from, to);
      const traffic = withoutRestricted(counted, await restrictedTraffic(tx, ctx, from, to));
      const newest = newestHours(counted);
      const erasures = await listErasures(tx, companyId, { states: OPEN });
      return {
        now,
        lastSweepAt,
        generationHoursLate,
        since: new Date(Math.min(now.getTime(), ...rows.map(({ createdAt }) => createdAt.getTime()))),
        overdue: await countOverdue(tx, companyId, latest),
        wildDates: await countDropped(tx, companyId, IMPLAUSIBLE_DATE, {
          from: addDays(dayIn(timeZone, now), -1),
          to: dayIn(timeZone, now),
        }),
        disabled: { until: await firstEnd(tx, companyId, dayIn(timeZone, now)) },
        sources: rows.map(({ id, name, state, stateReason, stateSince, lastSeenAt }) => ({
          id,
          name,
          state,
          stateSince,
          isWarned: state === "running" && stateReason !== null,
          lastAt: later(lastSeenAt, newest.get(id) ?? null),
          records: Number(totals.get(id)?.records ?? 0),
          undefinedLines: Number(totals.get(id)?.undefinedLines ?? 0),
        })),
        edges: await edgesAtWork(tx, companyId),
        guarding: await readGuards(tx, ctx.company, rows, now),
        erasures: erasures.map(({ id, graceUntil, createdAt, updatedAt }) => ({
          id,
          startsAt: graceUntil ?? createdAt,
          updatedAt,
        })),
        traffic,
        oldest: await knownOldest(tx, ctx),
        unclassified,
        unreached: await listRecipients(tx, companyId),
        canary: last === undefined ? null : { at: last.finishedAt, outcome: last.outcome },
      };
    },
    { readOnly: true },
  );
}

function newestHours(traffic: readonly TrafficRow[]): ReadonlyMap<number, Date> {
  const newest = new Map<number, Date>();
  for (const { sourceId, hour } of traffic) {
    const known = newest.get(sourceId);
    if (known === undefined || hour > known) newest.set(sourceId, hour);
  }
  return newest;
}

function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** The end of the first rule that is switched off, of those that still are. */
async function firstEnd(tx: Tx, companyId: number, today: Day): Promise<Day | null> {
  const off = (await listRules(tx, companyId)).filter((rule) => rule.keptDays === null);
  return (
    off
      .flatMap(({ disabledUntil }) => (disabledUntil != null && disabledUntil > today ? [disabledUntil] : []))
      .toSorted()[0] ?? null
  );
}
