/**
 * Whole seconds of `H:MM:SS`, `MM:SS`, `H:MM'SS`, `M'SS` with any number of hours and an optional fraction; -1 for anything
 * else. Minutes and seconds run to 59, but for the first part.
 */
export function readClockSeconds(text: string): number {
  const match = /^(?:(\d{1,5}):)?(\d{1,5})[:'](\d{2})(?:[.,]\d{1,6})?"?$/.exec(text.trim());
  if (match === null) return -1;
  const [hours, minutes, seconds] = [Number(match[1] ?? 0), Number(match[2]), Number(match[3])];
  if (seconds > 59 || (match[1] !== undefined && minutes > 59)) return -1;
  const total = hours * 3_600 + minutes * 60 + seconds;
  return total <= MOST_SECONDS ? total : -1;
}

/** A call of a hundred years is damage; the column is an int4. */
const MOST_SECONDS = 2_147_483_647;

/** Hundredths of an amount such as `12.50`, `$00.00` or `0001,45`; null when it is none. */
export function readCents(text: string): number | null {
  const match = /^[^\d+-]{0,4}(-?)(\d{1,7})(?:[.,](\d{1,6}))?[^\d]{0,4}$/.exec(text.trim());
  if (match === null) return null;
  const cents = Math.round(Number(`${match[2]}.${match[3] ?? "0"}`) * 100);
  return Object.is(match[1], "-") ? -cents : cents;
}
