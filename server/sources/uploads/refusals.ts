import { isWarning, type SourceProblem } from "../problem.ts";
import type { Sink } from "../source.ts";
import { REFUSALS, type Refusal } from "./upload-refused.ts";

/** What a source did not take of its peer, by reason: for the live page, the log, and, where it repeats, as a problem of the source. */
export interface Refusals {
  /** null counts nothing: it was counted before. */
  count(why: Refusal | null): void;
  /** Tells the sink what was counted since it was told last: one note a reason, however often a peer tries. */
  tell(sink: Sink): void;
  /** The newest; one that only warns hides no other. */
  problem(): SourceProblem | null;
  total(): number;
  /** Only of reasons that there were. */
  figures(): Readonly<Record<string, number>>;
}

/** Some systems send once a day: that it happens again is known a day later. */
const REPEATED_MS = 26 * 3_600_000;
const SHOWN_MS = 3_600_000;

interface Counted {
  total: number;
  untold: number;
  lastAt: number;
  repeatedAt: number;
}

export function createRefusals(now: () => number = () => performance.now()): Refusals {
  const counts = new Map<Refusal, Counted>();
  return {
    count(why) {
      if (why === null) return;
      const at = now();
      const known = counts.get(why);
      const repeated = known !== undefined && at - known.lastAt < REPEATED_MS;
      counts.set(why, {
        total: (known?.total ?? 0) + 1,
        untold: (known?.untold ?? 0) + 1,
        lastAt: at,
        repeatedAt: repeated ? at : (known?.repeatedAt ?? Number.NEGATIVE_INFINITY),
      });
    },
    tell(sink) {
      for (const [why, counted] of counts) {
        if (counted.untold > 0) sink.note("refused", counted.untold, REFUSALS[why]);
        counted.untold = 0;
      }
    },
    problem() {
      const recent = [...counts].filter(([, { repeatedAt }]) => now() - repeatedAt < SHOWN_MS);
      const newest = recent.sort(([, a], [, b]) => b.repeatedAt - a.repeatedAt).map(([why]) => REFUSALS[why]);
      return newest.find((problem) => !isWarning(problem)) ?? newest[0] ?? null;
    },
    total: () => [...counts.values()].reduce((sum, { total }) => sum + total, 0),
    figures: () => Object.fromEntries([...counts].map(([why, { total }]) => [`refused-${why}`, total])),
  };
}
