import { addDays, type Day, zonedInstant } from "#server/domain/zoned-time.ts";

export const DEMO_ZONE = "Europe/Stockholm";

/** A local time of day, in seconds after midnight; PBXs write local time and know no zone. */
export interface Moment {
  readonly day: Day;
  readonly second: number;
}

export function later(moment: Moment, seconds: number): Moment {
  const second = moment.second + seconds;
  return { day: addDays(moment.day, Math.floor(second / 86_400)), second: ((second % 86_400) + 86_400) % 86_400 };
}

/** `2026-03-02 08:15:00` */
export function stamp({ day, second }: Moment): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${day} ${two(second / 3600)}:${two((second / 60) % 60)}:${two(second % 60)}`;
}

export function momentOf(instant: Date): Moment {
  const [day = "", clock = ""] = instant.toLocaleString("sv-SE", { timeZone: DEMO_ZONE }).split(" ");
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return { day, second: hours * 3600 + minutes * 60 + seconds };
}

export function instantOf({ day, second }: Moment): Date {
  const [y = 0, m = 0, d = 0] = day.split("-").map(Number);
  return zonedInstant(y, m, d, Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60, DEMO_ZONE);
}

export function isBefore(a: Moment, b: Moment): boolean {
  return a.day < b.day || (a.day === b.day && a.second < b.second);
}
