import { seededRandom } from "#server/domain/seeded-random.ts";
import type { Day } from "#server/domain/zoned-time.ts";
import { later, type Moment } from "./moment.ts";
import type { Pbx } from "./pbx.ts";
import { castOf, type Person, REGULARS, someone } from "./people.ts";

const CAST = castOf();

export interface Written {
  readonly moment: Moment;
  readonly line: string;
}

/** What a system writes on a day, in order of time; the same for the same day, whenever it is asked. */
export function dayOf(pbx: Pbx, day: Day): Written[] {
  const random = seededRandom(seedOf(`${pbx.company}/${pbx.source}/${day}`));
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  const share = weekday === 0 ? 0.12 : weekday === 6 ? 0.2 : 0.9 + 0.2 * random();
  const count = Math.max(REGULARS, Math.round(pbx.callsADay * share));
  const seconds = Array.from({ length: count }, () => secondOfDay(random)).sort((a, b) => a - b);
  return seconds.map((second, i) => {
    const moment = { day, second };
    const id = `${day.replaceAll("-", "")}-${String(i + 1).padStart(4, "0")}`;
    const caller = regularAt(i, count, day);
    return { moment, line: pbx.call(moment, id, caller ?? someone(CAST, random), random) };
  });
}

/** The regulars call each system every third day, spread over the day. */
function regularAt(index: number, count: number, day: Day): Person | undefined {
  const regular = Math.floor((index * REGULARS) / count);
  const slot = Math.floor(((regular + 0.5) * count) / REGULARS);
  const isTheirDay = (Date.parse(day) / 86_400_000 + regular) % 3 === 0;
  return index === slot && isTheirDay ? CAST[regular] : undefined;
}

/** A call that ends about now, outside the plan of the day. */
export function callNow(pbx: Pbx, now: Moment, random: () => number): string {
  const moment = later(now, -60 - Math.floor(random() * 240));
  const id = `${now.day.replaceAll("-", "")}-n${String(now.second).padStart(5, "0")}`;
  const caller = random() < 0.05 ? CAST[Math.floor(random() * REGULARS)] : undefined;
  return pbx.call(moment, id, caller ?? someone(CAST, random), random);
}

/** Office hours with a hump at their middle; now and then the middle of the night. */
function secondOfDay(random: () => number): number {
  if (random() < 0.02) return Math.floor(random() * 86_400);
  return Math.floor((7.5 + 9.5 * ((random() + random()) / 2)) * 3600);
}

/** FNV-1a, 32 bits. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
