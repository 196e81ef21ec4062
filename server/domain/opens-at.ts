import { type Calendar, openOn } from "./office-hours.ts";
import { addDays, dayIn } from "./zoned-time.ts";

/** Further ahead nobody looks: a calendar in which nobody works for so long never opens. */
const MOST_DAYS = 62;

/** When people work next: `now` while they do; null when they do not within two months. */
export function opensAt(calendar: Calendar, now: Date, zone: string): Date | null {
  const today = dayIn(zone, now);
  for (let ahead = 0; ahead <= MOST_DAYS; ahead++) {
    const open = openOn(calendar, addDays(today, ahead), zone)
      .filter(({ to }) => to > now.getTime())
      .sort((a, b) => a.from - b.from)[0];
    if (open !== undefined) return new Date(Math.max(open.from, now.getTime()));
  }
  return null;
}
