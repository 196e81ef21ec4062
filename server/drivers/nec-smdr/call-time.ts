import { type ClockParts, instantOf } from "../calendar.ts";
import type { DecodeContext, DecodedRecord } from "../driver.ts";

/** What a block reads as: a record, or why it is none. */
export type ReadBlock = DecodedRecord | string;

export interface CallTime {
  readonly startedAt: Date;
  readonly durationSeconds: number;
}

/**
 * NEC writes a start and an end and no duration: this is the time between them. An end before its start, in the night when
 * clocks go back, is in the hour that comes twice. Null when one of them is no time.
 */
export function callTime(start: ClockParts, end: ClockParts, context: DecodeContext): CallTime | null {
  const startedAt = instantOf(start, context);
  const endedAt = instantOf(end, context);
  if (startedAt === null || endedAt === null) return null;
  let seconds = Math.round((endedAt.getTime() - startedAt.getTime()) / 1_000);
  if (seconds < 0 && seconds >= -HOUR) seconds += HOUR;
  return seconds < 0 || seconds > MOST_SECONDS ? null : { startedAt, durationSeconds: seconds };
}

const HOUR = 3_600;
/** A year: what lasts longer is damage of a digit. */
const MOST_SECONDS = 366 * 24 * HOUR;

/** `MMDDhhmmss`, with a year of two digits or none. */
export function clockOf(digits: string, year: string): ClockParts | null {
  if (!/^\d{10}$/.test(digits) || !/^(\d\d)?$/.test(year)) return null;
  const part = (from: number) => Number(digits.slice(from, from + 2));
  return {
    year: year === "" ? null : Number(year),
    month: part(0),
    day: part(2),
    hour: part(4),
    minute: part(6),
    second: part(8),
  };
}
