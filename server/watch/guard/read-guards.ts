import type { Tx } from "#db/clients.ts";
import type { Company } from "../../context.ts";
import { ALWAYS, type Calendar, closedAt, readCalendar, silentSince } from "../../domain/office-hours.ts";
import { addDays, dayIn } from "../../domain/zoned-time.ts";
import { type GuardRow, listGuards } from "../../store/guards.ts";
import { lastProcessed, missingFrames } from "../../store/processed.ts";
import { lastCollected } from "../../store/source-figures.ts";
import type { SourceRow } from "../../store/sources.ts";

/** What is watched: a source, or with id 0 the company as a whole. */
export interface Guarded {
  readonly sourceId: number;
  /** null for the company. */
  readonly name: string | null;
  readonly minutes: number;
  readonly calendar: Calendar;
  /** The calendar of its own; null = the company's. */
  readonly ownCalendar: Calendar | null;
  /** When it was last heard; null when it was not in the time looked at. */
  readonly lastAt: Date | null;
  /** From when it counts as silent; null while it does not. */
  readonly silentFrom: Date | null;
  /** Whether nobody works at this moment, and until when: null where nobody will within a year. */
  readonly closed: { readonly until: Date | null } | null;
  /** Whether it should bring anything at all: a source that somebody stopped is not expected to. */
  readonly expected: boolean;
  readonly setAt: Date;
  readonly setByName: string;
}

/** What the guards of one kind hear, and when each source was last heard. */
export interface Hearing {
  readonly guards: readonly Guarded[];
  readonly lastAt: ReadonlyMap<number, Date>;
}

/** Calls that are stored. */
export interface Guarding extends Hearing {
  /** The same for bytes that are collected, whatever becomes of them. */
  readonly collected: Hearing;
  /** Frames of the last days of which nothing became anything. */
  readonly missing: readonly { readonly sourceId: number; readonly name: string; readonly count: number }[];
}

type Watched = Pick<SourceRow, "id" | "name" | "state">;

/** How far back is looked for the last call, and for frames that are missing. */
export const LOOKED_DAYS = 62;
const DAY_MS = 86_400_000;

/**
 * What the guards of a company hear at this moment. Judged on what is stored alone, so that it needs neither worker nor collector:
 * when they stand still, that is what it tells.
 */
export async function readGuards(
  tx: Tx,
  company: Pick<Company, "id" | "timeZone">,
  sources: readonly Watched[],
  now: Date,
): Promise<Guarding> {
  const from = addDays(dayIn(company.timeZone, now), -LOOKED_DAYS);
  const rows = await listGuards(tx, company.id, "processed");
  const lastAt = await lastProcessed(tx, company.id, from);
  const bytes = await listGuards(tx, company.id, "collected");
  const bytesAt = await lastCollected(tx, company.id, new Date(now.getTime() - LOOKED_DAYS * DAY_MS));
  const missing = await missingFrames(tx, company.id, from);
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  return {
    guards: listen(rows, sources, lastAt, { now, zone: company.timeZone }),
    lastAt,
    collected: {
      // A guard of bytes without hours of its own goes by those of calls: people work when they work.
      guards: listen(bytes, sources, bytesAt, { now, zone: company.timeZone, companys: calendarOf(rows) }),
      lastAt: bytesAt,
    },
    missing: [...missing].map(([sourceId, count]) => ({ sourceId, name: names.get(sourceId) ?? `${sourceId}`, count })),
  };
}

/** Pure: what the guards hear of sources that last brought a call then. */
export function listen(
  rows: readonly Omit<GuardRow, "companyId" | "kind" | "setBy">[],
  sources: readonly Watched[],
  lastAt: ReadonlyMap<number, Date>,
  {
    now,
    zone,
    companys: others = null,
  }: { readonly now: Date; readonly zone: string; readonly companys?: Calendar | null },
): Guarded[] {
  const known = new Map(sources.map((source) => [source.id, source]));
  const companys = calendarOf(rows) ?? others;
  const working = sources.filter(({ state }) => state !== "stopped");
  return rows.flatMap((row) => {
    const source = known.get(row.sourceId);
    if (row.sourceId !== 0 && source === undefined) return [];
    const expected = row.sourceId === 0 ? working.length > 0 : source?.state !== "stopped";
    const heard = row.sourceId === 0 ? newest(sources, lastAt) : (lastAt.get(row.sourceId) ?? null);
    const last = heard !== null && heard > row.since ? heard : row.since;
    const ownCalendar = readCalendar(row.calendar);
    const calendar = ownCalendar ?? companys ?? ALWAYS;
    const { minutes, setAt, setByName } = row;
    const silentFrom = expected ? silentSince(calendar, { last, minutes, now, zone }) : null;
    return [
      {
        sourceId: row.sourceId,
        name: source?.name ?? null,
        minutes,
        calendar,
        ownCalendar,
        lastAt: heard,
        silentFrom,
        closed: closedAt(calendar, now, zone),
        expected,
        setAt,
        setByName,
      },
    ];
  });
}

function calendarOf(rows: readonly Pick<GuardRow, "sourceId" | "calendar">[]): Calendar | null {
  return readCalendar(rows.find(({ sourceId }) => sourceId === 0)?.calendar);
}

function newest(sources: readonly Watched[], lastAt: ReadonlyMap<number, Date>): Date | null {
  const all = sources.flatMap(({ id }) => lastAt.get(id) ?? []);
  return all.sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
}
