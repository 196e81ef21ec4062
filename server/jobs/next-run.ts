const MINUTE_MS = 60_000;
/** A schedule that names no minute within this long is none. */
const LONGEST_MINUTES = 366 * 24 * 60;

/**
 * The next minute that a cron expression names, after `from`; UTC. Knows `*`, numbers, lists and steps, which is what the
 * catalogue uses. null for an expression that never comes or that it does not know.
 */
export function nextRun(cron: string, from: Date): Date | null {
  const fields = cron.split(" ");
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || minute === undefined || hour === undefined) return null;
  if (day === undefined || month === undefined || weekday === undefined) return null;
  if (!fields.every((field) => FIELD.test(field))) return null;
  const at = new Date(Math.floor(from.getTime() / MINUTE_MS) * MINUTE_MS);
  for (let i = 0; i < LONGEST_MINUTES; i++) {
    at.setTime(at.getTime() + MINUTE_MS);
    if (!fits(day, at.getUTCDate()) || !fits(month, at.getUTCMonth() + 1) || !fits(weekday, at.getUTCDay())) continue;
    if (fits(hour, at.getUTCHours()) && fits(minute, at.getUTCMinutes())) return at;
  }
  return null;
}

const FIELD = /^(\*(\/[1-9]\d?)?|\d{1,2}(,\d{1,2})*)$/;

function fits(field: string, value: number): boolean {
  if (field === "*") return true;
  if (field.startsWith("*/")) return value % Number(field.slice(2)) === 0;
  return field.split(",").some((one) => Number(one) === value);
}
