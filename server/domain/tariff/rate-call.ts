import type { Direction, Disposition } from "../codes.ts";
import { type NumberKind, type NumberSite, numberReader } from "../numbers/index.ts";
import { type Day, dayIn, offsetIn } from "../zoned-time.ts";
import { chargeCents } from "./charge.ts";
import type { Rate, RateDirection } from "./rate.ts";
import type { Rated, RateTable } from "./rate-table.ts";

/** A tariff from a day on, until a later one begins. */
export interface TariffVersion {
  readonly validFrom: Day;
  readonly table: RateTable;
}

/** Where a call was made: its numbers and its clock, and the zone in which the company counts its days. */
export interface RatingPlace {
  readonly site: NumberSite;
  readonly siteZone: string;
  readonly companyZone: string;
}

export interface CallToRate {
  readonly direction: Direction | null;
  readonly disposition: Disposition | null;
  readonly startedAt: Date;
  readonly durationSeconds: number;
  /** Canonical form of the number that was called, e.g. "+46701740605"; null where it has none. */
  readonly called: string | null;
  /** What was dialled, as written: a short number has no canonical form. */
  readonly dialled: string | null;
}

export interface RatedCall {
  readonly cents: number;
  readonly rate: Rate;
  readonly validFrom: Day;
}

/**
 * What a call costs by the tariff that is valid on its day; null when no line of it is about such a call. A call that goes on into another
 * band is charged by the one it began in, as operators do.
 */
export function rateCall(versions: readonly TariffVersion[], place: RatingPlace, call: CallToRate): RatedCall | null {
  const direction = call.direction === "internal" ? null : call.direction;
  if (direction === null || versions.length === 0) return null;
  const day = dayIn(place.companyZone, call.startedAt);
  const version = latest(versions, day);
  if (version === null) return null;
  const rate = findRate(version.table, place, call, direction);
  if (rate === null) return null;
  const answered = call.disposition === "answered" || (call.disposition === null && call.durationSeconds > 0);
  return { cents: chargeCents(rate, call.durationSeconds, answered), rate, validFrom: version.validFrom };
}

function latest(versions: readonly TariffVersion[], day: Day): TariffVersion | null {
  let best: TariffVersion | null = null;
  for (const version of versions)
    if (version.validFrom <= day && (best === null || version.validFrom > best.validFrom)) best = version;
  return best;
}

const DAY_MS = 86_400_000;

function findRate(table: RateTable, place: RatingPlace, call: CallToRate, direction: RateDirection): Rate | null {
  const ms = call.startedAt.getTime();
  const local = ms + offsetIn(place.siteZone, ms);
  const day = Math.floor(local / DAY_MS);
  // The first day of the epoch was a Thursday.
  const time = {
    direction,
    weekday: (((day + 3) % 7) + 7) % 7,
    minute: Math.floor((local - day * DAY_MS) / 60_000),
  } satisfies Partial<Rated>;
  if (call.called?.startsWith("+") === true) return table({ digits: call.called.slice(1), short: false, ...time });
  for (const digits of shortNumbers(call.dialled, place.site)) {
    const rate = table({ digits, short: true, ...time });
    if (rate !== null) return rate;
  }
  return null;
}

const SHORT: ReadonlySet<NumberKind> = new Set(["emergency", "service", "service_or_short"]);

/** What was dialled without the digit for an outside line, then as it stands. */
function shortNumbers(dialled: string | null, site: NumberSite): string[] {
  if (dialled === null) return [];
  const read = numberReader(site)(dialled);
  if (!SHORT.has(read.kind)) return [];
  const { outsideLine } = site;
  const bare = outsideLine !== null && outsideLine !== "" && read.digits.startsWith(outsideLine);
  return bare ? [read.digits.slice(outsideLine.length), read.digits] : [read.digits];
}
