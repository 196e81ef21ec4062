/** Amounts are ten-thousandths of the currency. */
export interface Price {
  readonly perMinute: number;
  /** Once for each answered call. */
  readonly connection: number;
  /** The least an answered call costs. */
  readonly minimum: number;
  /** The first so many seconds are charged whole; 0 = as every other. */
  readonly firstSeconds: number;
  /** After them every begun interval of so many seconds is charged whole; 1 = by the second. */
  readonly intervalSeconds: number;
  /** A call no longer than these costs nothing; of a longer one they are not counted. */
  readonly freeSeconds: number;
}

/** When a rate holds, by the clock of the site: bits of weekdays, Monday = 1, and minutes of the day from midnight. */
export interface Band {
  readonly days: number;
  readonly fromMinute: number;
  /** Up to, not including; at or before `fromMinute`: until so late on the following day. */
  readonly toMinute: number;
}

/** Out: what the company dials. In: what it pays for being called, by its own number that was called (freephone). */
export type RateDirection = "out" | "in";

/** One line of a tariff. */
export interface Rate extends Price, Band {
  /** Digits with the country code and without the plus, e.g. "4670"; of a short number the digits as dialled. */
  readonly prefix: string;
  /** A number of its country alone (112, 118 118), which has no international form. */
  readonly short: boolean;
  readonly direction: RateDirection;
  /** What it is called, e.g. "Sweden, mobile". */
  readonly name: string;
}

export const EVERY_DAY = 0b111_1111;
export const DAY_MINUTES = 1_440;

/** Whether a band holds on a weekday (0 = Monday) at a minute of the day. */
export function holds({ days, fromMinute, toMinute }: Band, weekday: number, minute: number): boolean {
  const today = (days & (1 << weekday)) !== 0;
  if (fromMinute < toMinute) return today && minute >= fromMinute && minute < toMinute;
  const yesterday = (days & (1 << ((weekday + 6) % 7))) !== 0;
  return (today && minute >= fromMinute) || (yesterday && minute < toMinute);
}

/** Whether two bands hold at the same minute of a week: their ends are the only places where one begins. */
export function overlap(one: Band, other: Band): boolean {
  for (let weekday = 0; weekday < 7; weekday++)
    for (const minute of [0, one.fromMinute, other.fromMinute])
      if (holds(one, weekday, minute) && holds(other, weekday, minute)) return true;
  return false;
}
