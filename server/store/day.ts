/** A calendar day as 'YYYY-MM-DD'. */
export type Day = string;

const EPOCH_2000 = Date.UTC(2000, 0, 1);

/** Days since 2000-01-01, Postgres' own count. Throws RangeError for what is no day. */
export function daysSince2000(day: Day): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError("not a day");
  return Math.round((ms - EPOCH_2000) / 86_400_000);
}

/** The first day of the month a day lies in. */
export function monthOf(day: Day): Day {
  return `${day.slice(0, -2)}01`;
}
