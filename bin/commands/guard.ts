import type { CompanyContext } from "#server/context.ts";
import { type Calendar, MOST_CLOSED, OFFICE, readHours, hoursText } from "#server/domain/office-hours.ts";
import { HOLIDAYS } from "#server/domain/holidays.ts";
import { alarmHistory, dropGuard, type GuardView, setGuard, showGuards } from "#server/watch/index.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

const DAYS: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** How long a company, or one of its sources, may be silent while people work. */
export const command: Command = {
  name: "guard",
  usage: [
    "show --company SLUG [--as EMAIL]",
    `set --company SLUG [--source ID] [--collected] --minutes N [--hours mon-fri=08:00-17:00]... [--holidays ${HOLIDAYS.join("|")}] [--closed YYYY-MM-DD]... [--as EMAIL]`,
    "drop --company SLUG [--source ID] [--collected] [--as EMAIL]",
    "history --company SLUG [--as EMAIL]",
  ].join("\n"),
  summary:
    "tells when nothing has been processed, or with --collected collected, for too long; without --source of the company as a whole",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      source: { type: "string" },
      collected: { type: "boolean", default: false },
      minutes: { type: "string" },
      hours: { type: "string", multiple: true },
      holidays: { type: "string" },
      closed: { type: "string", multiple: true },
    });
    const [word, ...more] = positionals;
    if (more.length > 0) throw new UsageError("Say guard show, set, drop or history.");
    const work = workOf(word, values);
    await inCompany(values, (ctx) => work(ctx, io));
    return 0;
  },
};

interface Values {
  readonly source?: string | undefined;
  readonly collected: boolean;
  readonly minutes?: string | undefined;
  readonly hours?: string[] | undefined;
  readonly holidays?: string | undefined;
  readonly closed?: string[] | undefined;
}

type Work = (ctx: CompanyContext, io: Io) => Promise<void>;

/** Options are read before anybody acts: a wrong one is told as such. */
function workOf(word: string | undefined, values: Values): Work {
  const sourceId = sourceOf(values.source);
  const kind = values.collected ? ("collected" as const) : ("processed" as const);
  switch (word) {
    case "show":
      return show;
    case "history":
      return history;
    case "drop":
      return async (ctx, io) => {
        await dropGuard(ctx, { sourceId, kind });
        io.out({ sourceId, kind, guard: null });
      };
    case "set": {
      if (values.minutes === undefined || !/^[1-9]\d{0,4}$/.test(values.minutes))
        throw new UsageError("Say after how many minutes of silence with --minutes N.");
      const guard = { sourceId, kind, minutes: Number(values.minutes), calendar: calendarOf(values) };
      return async (ctx, io) => {
        await setGuard(ctx, guard);
        io.out({ ...guard, calendar: guard.calendar === null ? null : said(guard.calendar) });
      };
    }
    default:
      throw new UsageError("Say guard show, set, drop or history.");
  }
}

const show: Work = async (ctx, io) => {
  for (const { guard, collected, ...watched } of (await showGuards(ctx)).guards)
    io.out({ ...watched, guard: settingOf(guard), collected: settingOf(collected) });
};

function settingOf(guard: GuardView["guard"]) {
  return guard === null ? null : { ...guard, calendar: guard.calendar === null ? null : said(guard.calendar) };
}

const history: Work = async (ctx, io) => {
  for (const alarm of (await alarmHistory(ctx, { limit: 100 })).alarms) io.out(alarm);
};

function said({ week, holidays, closed }: Calendar) {
  return { hours: Object.fromEntries(DAYS.map((day, at) => [day, hoursText(week[at] ?? [])])), holidays, closed };
}

/** Without any of its options: the company's calendar. */
function calendarOf({ hours, holidays, closed }: Values): Calendar | null {
  if (hours === undefined && holidays === undefined && closed === undefined) return null;
  const week: Calendar["week"][number][] = hours === undefined ? [...OFFICE.week] : DAYS.map(() => []);
  for (const text of hours ?? []) {
    const [days = "", times = ""] = text.split("=", 2);
    const read = readHours(times);
    if (read === null || times.trim() === "")
      throw new UsageError("--hours is written mon-fri=08:00-12:00,13:00-17:00.");
    for (const at of daysOf(days)) week[at] = read;
  }
  const kind = HOLIDAYS.find((one) => one === (holidays ?? OFFICE.holidays));
  if (kind === undefined) throw new UsageError(`--holidays is one of ${HOLIDAYS.join(", ")}.`);
  if ((closed ?? []).length > MOST_CLOSED) throw new UsageError(`--closed names at most ${MOST_CLOSED} days.`);
  return { week, holidays: kind, closed: closed ?? [] };
}

function daysOf(text: string): number[] {
  const [first = "", last = first] = text.trim().toLowerCase().split("-", 2);
  const [from, to] = [first, last].map((day) => DAYS.indexOf(day));
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new UsageError(`Days are ${DAYS.join(", ")}, or mon-fri.`);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

function sourceOf(text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError("--source is the number that gallra source list shows.");
  return Number(text);
}
