import { authoriseCompany, type CompanyContext } from "../context.ts";
import { DIRECTIONS, nameOf, type Product, PRODUCTS } from "../domain/codes.ts";
import { addDays, type Day, dayIn, startOfDay } from "../domain/zoned-time.ts";
import type { Alarm } from "./alarms/alarm.ts";
import { judge } from "./alarms/judge.ts";
import { readState, type WatchReading } from "./read-state.ts";

export interface DayTraffic {
  readonly day: Day;
  readonly byProduct: Readonly<Partial<Record<Product, number>>>;
  readonly calls: number;
  readonly answered: number;
  readonly incoming: number;
  /** Conversation time. */
  readonly minutes: number;
}

export interface SourceNow {
  readonly id: number;
  readonly name: string;
  readonly state: "running" | "stopped" | "failed";
  /** Whether it runs, and tells of something that it refused. */
  readonly isWarned: boolean;
  /** The newest call or sign of life; null when there was none in the days looked at. */
  readonly lastAt: Date | null;
  /** Of the transfer sessions that moved in the last 24 hours. */
  readonly records: number;
  readonly undefinedLines: number;
  /** Calls by the hour of the last two days, the oldest first. */
  readonly hours: readonly number[];
}

export interface CompanyOverview {
  readonly alarms: readonly Alarm[];
  /** The last 14 days, today included; days without calls too. */
  readonly days: readonly DayTraffic[];
  /** null for those who may not see sources. */
  readonly sources: readonly SourceNow[] | null;
  readonly sourcesRunning: number;
}

const DAYS = 14;
const HOURS = 48;
const HOUR_MS = 3_600_000;
const MOST_SOURCES = 50;

/** How the company stands at this moment, from facts alone: no number is needed, so none is opened. */
export async function readCompanyOverview(ctx: CompanyContext): Promise<CompanyOverview> {
  authoriseCompany(ctx, "overview.see");
  const { timeZone } = ctx.company;
  const today = dayIn(timeZone, ctx.clock());
  const first = addDays(today, 1 - DAYS);
  const reading = await readState(ctx, startOfDay(first, timeZone));
  const may = (permission: Parameters<typeof ctx.actor.permissions.has>[0]) => ctx.actor.permissions.has(permission);
  return {
    alarms: judge(reading, may),
    days: byDay(reading, first, timeZone),
    sources: may("source.see") ? sourcesNow(reading) : null,
    sourcesRunning: reading.sources.filter(({ state }) => state === "running").length,
  };
}

function byDay({ traffic }: WatchReading, first: Day, timeZone: string): DayTraffic[] {
  const days = new Map(
    Array.from({ length: DAYS }, (_, i) => {
      const day = addDays(first, i);
      return [
        day,
        { day, byProduct: {} as Partial<Record<Product, number>>, calls: 0, answered: 0, incoming: 0, seconds: 0 },
      ];
    }),
  );
  for (const row of traffic) {
    const found = days.get(dayIn(timeZone, row.hour));
    if (found === undefined) continue;
    const product = nameOf(PRODUCTS, row.product);
    const calls = Number(row.calls);
    if (product !== undefined) found.byProduct[product] = (found.byProduct[product] ?? 0) + calls;
    found.calls += calls;
    found.answered += row.answered === true ? calls : 0;
    found.incoming += row.direction === DIRECTIONS.in ? calls : 0;
    found.seconds += Number(row.seconds);
  }
  return [...days.values()].map(({ seconds, ...day }) => ({ ...day, minutes: Math.round(seconds / 60) }));
}

/** Those that need somebody stand first: a list of fifty is read from the top. */
function sourcesNow({ sources, traffic, now }: WatchReading): SourceNow[] {
  const from = Math.floor(now.getTime() / HOUR_MS) - HOURS + 1;
  const hours = new Map(sources.map(({ id }) => [id, new Array<number>(HOURS).fill(0)]));
  for (const { sourceId, hour, calls } of traffic) {
    const place = Math.floor(hour.getTime() / HOUR_MS) - from;
    const line = hours.get(sourceId);
    if (line !== undefined && place >= 0 && place < HOURS) line[place] = (line[place] ?? 0) + Number(calls);
  }
  const rank = { failed: 0, running: 1, stopped: 2 } as const;
  return sources
    .toSorted(
      (a, b) =>
        rank[a.state] - rank[b.state] || Number(b.isWarned) - Number(a.isWarned) || a.name.localeCompare(b.name),
    )
    .slice(0, MOST_SOURCES)
    .map(({ id, name, state, isWarned, lastAt, records, undefinedLines }) => ({
      id,
      name,
      state,
      isWarned,
      lastAt,
      records,
      undefinedLines,
      hours: hours.get(id) ?? [],
    }));
}
