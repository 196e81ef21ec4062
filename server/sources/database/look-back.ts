import { type DatabaseSettings, overlapOf } from "./settings.ts";

/** How far each pass goes back: a little every time, all of the overlap now and then. */
export interface LookBack {
  /** What the pass that begins now goes back, in seconds or numbers. */
  begin(): number;
  /** It came to its end. */
  ended(): void;
  /** Milliseconds that the last whole one took; null before there was one. */
  took(): number | null;
}

/** An hour that comes twice in autumn has to be read again each time: a time of day without zone goes back then. */
const EACH_TIME_SECONDS = 3_900;
const WHOLE_EVERY_MS = 600_000;
/** However slow the other side is, at most a twentieth of the time is spent on reading again. */
const TIMES_ITS_OWN = 20;

/** Long calls are found within minutes of their end, and the other side is not asked for half a day of rows with every question. */
export function createLookBack(settings: DatabaseSettings, now: () => number = () => performance.now()): LookBack {
  const whole = overlapOf(settings);
  const short = settings.cursorKind === "time" ? Math.min(whole, EACH_TIME_SECONDS) : whole;
  let under: { readonly isWhole: boolean; readonly at: number } | null = null;
  let last: { readonly at: number; readonly took: number } | null = null;
  return {
    begin() {
      const isDue = last === null || now() - last.at >= Math.max(WHOLE_EVERY_MS, last.took * TIMES_ITS_OWN);
      const isWhole = whole > short && isDue;
      under = { isWhole, at: now() };
      return isWhole ? whole : short;
    },
    ended() {
      if (under?.isWhole === true) last = { at: now(), took: now() - under.at };
      under = null;
    },
    took: () => last?.took ?? null,
  };
}
