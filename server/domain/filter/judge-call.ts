import type { Direction, Disposition, RecordKind } from "../codes.ts";
import { NumberSet } from "../number-set.ts";
import type { NumberSite, ReadNumber } from "../numbers/index.ts";
import { readOrganisationNumber } from "../organisation-number.ts";
import { clockTime, dayIn } from "../zoned-time.ts";
import { type FilterRule, type FilterSettings, isFiltering, NO_RULE } from "./filter-settings.ts";

/** A call as the filter looks at it. */
export interface CallToFilter {
  readonly startedAt: Date;
  readonly extension: string | null;
  readonly direction: Direction | null;
  readonly kind: RecordKind;
  readonly disposition: Disposition | null;
  /** The numbers in it, as they were read. */
  readonly numbers: readonly ReadNumber[];
}

/** Which rule decided, and how: `rule` is `NO_RULE` where none fits. */
export interface FilterVerdict {
  readonly leftOut: boolean;
  readonly rule: number;
}

export type FilterJudge = (call: CallToFilter) => FilterVerdict;

/** Where the calls come from: rules may be of some sources only, and times are the site's. */
export interface FilterPlace {
  readonly sourceId: number;
  readonly site: NumberSite;
  /** IANA zone. */
  readonly zone: string;
}

/** null where nothing is left out of this source: calls then need not be looked at. */
export function filterJudge(settings: FilterSettings, place: FilterPlace): FilterJudge | null {
  const rules = settings.rules.filter((rule) => rule.sources?.includes(place.sourceId) !== false);
  if (!isFiltering({ ...settings, rules })) return null;
  const fitting = rules.map((rule) => ({ rule, fits: compile(rule, place) }));
  const others: FilterVerdict = { leftOut: settings.others === "leave-out", rule: NO_RULE };
  return (call) => {
    for (const { rule, fits } of fitting)
      if (fits(call)) return { leftOut: rule.action === "leave-out", rule: rule.id };
    return others;
  };
}

type Fits = (call: CallToFilter) => boolean;

function compile(rule: FilterRule, { site, zone }: FilterPlace): Fits {
  const all: Fits[] = [];
  const { directions, kinds, dispositions, extensions, numbers, weekdays, hours, days } = rule;
  if (directions !== undefined) all.push(({ direction }) => direction !== null && directions.includes(direction));
  if (kinds !== undefined) all.push(({ kind }) => kinds.includes(kind));
  if (dispositions !== undefined)
    all.push(({ disposition }) => disposition !== null && dispositions.includes(disposition));
  if (extensions !== undefined) {
    const fits = extensionFits(extensions);
    all.push(({ extension }) => extension !== null && fits(extension.trim()));
  }
  if (numbers !== undefined) {
    const set = new NumberSet(
      numbers.map((number) => ({ number: readOrganisationNumber(number, site.country), code: 1 })),
      site,
    );
    all.push((call) => call.numbers.some((read) => set.match(read) !== null));
  }
  if (weekdays !== undefined) all.push(({ startedAt }) => weekdays.includes(weekdayOf(dayIn(zone, startedAt))));
  if (hours !== undefined) all.push(({ startedAt }) => isWithin(clockTime(startedAt, zone), hours));
  if (days !== undefined)
    all.push(({ startedAt }) => {
      const day = dayIn(zone, startedAt);
      return (days.from === null || day >= days.from) && (days.to === null || day <= days.to);
    });
  return (call) => all.every((fits) => fits(call));
}

/** Lists, ranges of equally long numbers, and beginnings. */
export function extensionFits(list: string): (extension: string) => boolean {
  const parts = list
    .replace(/\s*-\s*/g, "-")
    .split(/[\s,;]+/)
    .filter((part) => part !== "");
  const tests = parts.map((part): ((extension: string) => boolean) => {
    const range = /^(\d+)-(\d+)$/.exec(part);
    if (range !== null) {
      const [, from = "", to = ""] = range;
      return (extension) =>
        extension.length >= from.length &&
        extension.length <= to.length &&
        /^\d+$/.test(extension) &&
        Number(extension) >= Number(from) &&
        Number(extension) <= Number(to);
    }
    if (part.endsWith("*")) return (extension) => extension.startsWith(part.slice(0, -1));
    return (extension) => extension.toLowerCase() === part.toLowerCase();
  });
  return (extension) => tests.some((fits) => fits(extension));
}

function isWithin(time: string, { from, to }: { readonly from: string; readonly to: string }): boolean {
  return from < to ? time >= from && time < to : time >= from || time < to;
}

/** 1 Monday to 7 Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
