import type { Person } from "./people.ts";
import type { Moment } from "./moment.ts";

/** One system of the demo that writes files: what it would write for a call, and where. */
export interface Pbx {
  /** The company's slug and the source's name; together they are the folder. */
  readonly company: string;
  readonly source: string;
  readonly driver: string;
  readonly pattern: string;
  /** Calls of a working day. */
  readonly callsADay: number;
  /** The file that a call of this moment goes to, seen from now: what is past has been rotated away. */
  file(moment: Moment, now: Moment): string;
  /** The file that is renamed when its month is over. */
  readonly rotates?: string;
  /** The first line of a new file, if it has one. */
  readonly header: string | null;
  /** The lines of one call; `id` is unique within the source. */
  call(moment: Moment, id: string, caller: Person, random: () => number): string;
}

export function pick<T>(choices: readonly [T, ...T[]], random: () => number): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

/** Seconds of talk: most calls are short, some are not. */
export function talkSeconds(random: () => number): number {
  return Math.round(15 + 900 * random() ** 3);
}

export function month(moment: Moment): string {
  return moment.day.slice(0, 7);
}
