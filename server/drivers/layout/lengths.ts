import { readClockSeconds } from "../durations.ts";
import { readSeconds } from "../local-time.ts";
import type { LengthFormat } from "./schema.ts";

/** Whole seconds of a length of time as PBXs write it; null when it is none. */
export function readLength(text: string, format: LengthFormat): number | null {
  switch (format) {
    case "seconds":
      return known(readSeconds(text, 0, text.length));
    case "milliseconds":
      return scaled(text, 0.001);
    case "minutes":
      return scaled(text, 60);
    case "tenths":
      return scaled(text, 6);
    case "clock":
      return known(readClockSeconds(text));
    case "hhmmss":
      return clockDigits(text);
    case "hmmt":
      return tenthDigits(text);
  }
}

function known(seconds: number): number | null {
  return seconds < 0 ? null : seconds;
}

/** A number of other units, as a count or with a fraction. */
function scaled(text: string, seconds: number): number | null {
  if (!/^\d{1,12}(?:[.,]\d{1,6})?$/.test(text)) return null;
  const total = Math.round(Number(text.replace(",", ".")) * seconds);
  return total <= MOST_SECONDS ? total : null;
}

/** A call of a hundred years is damage; the column is an int4. */
const MOST_SECONDS = 2_147_483_647;

/** `000324`, `0324` (minutes and seconds). */
function clockDigits(text: string): number | null {
  const match = /^(\d{0,5}?)(\d{2})(\d{2})$/.exec(text);
  if (match === null) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return minutes > 59 || seconds > 59 ? null : hours * 3_600 + minutes * 60 + seconds;
}

/** `0034`: hours, two digits of minutes and tenths of a minute. */
function tenthDigits(text: string): number | null {
  const match = /^(\d{1,2})(\d{2})(\d)$/.exec(text);
  if (match === null || Number(match[2]) > 59) return null;
  return Number(match[1]) * 3_600 + Number(match[2]) * 60 + Number(match[3]) * 6;
}
