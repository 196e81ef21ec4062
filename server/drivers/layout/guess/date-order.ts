import type { DecodeContext } from "../../driver.ts";
import { readLocalTime } from "../../local-time.ts";
import { readH323Time } from "../../h323-time.ts";
import { readClock, readDay } from "../moments.ts";
import type { LayoutTime } from "../schema.ts";

export type TimeFormat = LayoutTime["format"];

/** How dates of a column can be read, the likeliest first. */
export interface ReadDates {
  readonly format: TimeFormat;
  /** Whether another reading fits as well and names other days. */
  readonly doubtful: boolean;
}

const ORDERS = ["dmy", "ymd", "mdy"] as const;
type Order = (typeof ORDERS)[number];

/** How a column's stamps, date and time in one, are written; null when they are none. */
export function readStamps(values: readonly string[], site: Omit<DecodeContext, "state">): ReadDates | null {
  if (values.length === 0) return null;
  const all = (test: (text: string) => boolean) => values.every(test);
  if (all((text) => /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(text) && isTime(readLocalTime(text, 0, text.length, "UTC"))))
    return { format: "iso", doubtful: false };
  if (all((text) => /^1\d{9}(?:[.,]\d{1,9})?$/.test(text))) return { format: "epoch", doubtful: false };
  if (all((text) => /^1\d{12}$/.test(text))) return { format: "epoch-ms", doubtful: false };
  const parts = values.map(stampParts);
  if (parts.every((part) => part !== null && readClock(part.clock) !== null)) {
    const days = readDays(
      parts.map((part) => part?.day ?? ""),
      site,
      clockHints(parts.map((part) => part?.clock ?? "")),
    );
    if (days !== null) return days;
  }
  if (all((text) => /[A-Za-z]{3}/.test(text) && isTime(readH323Time(text, "UTC") ?? null)))
    return { format: "h323", doubtful: false };
  return null;
}

/** How a column's dates without times are written; null when they are none. */
export function readDays(
  values: readonly string[],
  { receivedAt }: Pick<DecodeContext, "receivedAt">,
  american = false,
): ReadDates | null {
  if (
    values.length === 0 ||
    !values.every((text) => /^\d{1,4}[-./ ](?:\d{1,2}|[A-Za-z]{3})(?:[-./ ]\d{1,4})?$|^\d{6}(?:\d\d)?$/.test(text))
  )
    return null;
  const now = receivedAt.getTime();
  const fits = ORDERS.flatMap((order) => {
    const days = values.map((text) => instantOf(text, order, receivedAt.getUTCFullYear()));
    const known = days.filter((day) => day !== null);
    return known.length < values.length ? [] : [{ order, days: known }];
  });
  const likely = fits.sort((a, b) => worth(a, now, american, values) - worth(b, now, american, values));
  const [best, second] = likely;
  if (best === undefined) return null;
  return { format: best.order, doubtful: second !== undefined && best.days.some((day, at) => day !== second.days[at]) };
}

/** A sample is of a few days, not long ago: a reading that spreads it over months or puts it in the future is unlikely. */
function worth(
  { order, days }: { order: Order; days: readonly number[] },
  now: number,
  american: boolean,
  values: readonly string[],
): number {
  const [first = 0, last = 0] = [Math.min(...days), Math.max(...days)];
  const future = last > now + 2 * DAY_MS ? 10_000 : 0;
  const spread = Math.min(4_000, (last - first) / DAY_MS);
  const age = Math.min(800, Math.max(0, now - last) / DAY_MS) / 10;
  return future + spread + age + habit(order, values[0] ?? "", american);
}

/** What is usual, where nothing else decides. */
function habit(order: Order, text: string, american: boolean): number {
  if (american) return order === "mdy" ? 0 : 2;
  const sign = /^\d+(\D)/.exec(text)?.[1] ?? "";
  const usual: Order = sign === "" || sign === "-" ? "ymd" : "dmy";
  return order === usual ? 0 : order === "mdy" ? 2 : 1;
}

function instantOf(text: string, order: Order, thisYear: number): number | null {
  const day = readDay(text, order);
  if (day === null || day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return null;
  const year = day.year === null ? thisYear : day.year < 100 ? 2000 + day.year : day.year;
  return year < 1990 || year > 2100 ? null : Date.UTC(year, day.month - 1, day.day);
}

function stampParts(text: string): { day: string; clock: string } | null {
  if (/^\d{14}$/.test(text)) return { day: text.slice(0, 8), clock: text.slice(8) };
  if (/^\d{12}$/.test(text)) return { day: text.slice(0, 6), clock: text.slice(6) };
  const gap = text.search(/[ T]/);
  return gap < 4 ? null : { day: text.slice(0, gap), clock: text.slice(gap) };
}

/** Where the halves of the day are written, the month comes first. */
export function clockHints(clocks: readonly string[]): boolean {
  return clocks.some((text) => /[aApP][mM]?$/.test(text));
}

function isTime(at: Date | null): boolean {
  return at !== null && !Number.isNaN(at.getTime()) && at.getUTCFullYear() > 1990 && at.getUTCFullYear() < 2100;
}

const DAY_MS = 86_400_000;
