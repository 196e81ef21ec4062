/**
 * Whole seconds of `H:MM:SS`, `MM:SS`, `H:MM'SS`, `M'SS` with any number of hours and an optional fraction, of a day and more
 * also `D.HH:MM:SS` as programs in .NET write it; -1 for anything else. Minutes and seconds run to 59, but for the first part.
 */
export function readClockSeconds(text: string): number {
  const match = /^(?:(?:(\d{1,4})\.(?=\d{2}:))?(\d{1,5}):)?(\d{1,5})[:'](\d{2})(?:[.,]\d{1,7})?"?$/.exec(text.trim());
  if (match === null) return -1;
  const [days, hours, minutes, seconds] = [match[1] ?? 0, match[2] ?? 0, match[3], match[4]].map(Number);
  if (days === undefined || hours === undefined || minutes === undefined || seconds === undefined) return -1;
  if (seconds > 59 || (match[2] !== undefined && minutes > 59) || (match[1] !== undefined && hours > 23)) return -1;
  const total = days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
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
