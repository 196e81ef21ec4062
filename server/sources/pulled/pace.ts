import type { SourceProblem } from "../problem.ts";

/** When the other side is asked next: at its interval, later after each failure, and when it asks for patience not before. */
export interface Pace {
  isDue(): boolean;
  /** What hinders since the last question. */
  problem(): SourceProblem | null;
  settled(): void;
  failed(problem: SourceProblem, waitMs?: number): void;
}

const FIRST_RETRY_MS = 5_000;
/** A password that is refused is not tried again and again: that locks accounts. */
const REFUSED_RETRY_MS = 300_000;
const LONGEST_RETRY_MS = 900_000;

export function createPace(everyMs: number, now: () => number = () => performance.now()): Pace {
  let dueAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  let problem: SourceProblem | null = null;
  return {
    isDue: () => now() >= dueAt,
    problem: () => problem,
    settled() {
      failures = 0;
      problem = null;
      dueAt = now() + everyMs;
    },
    failed(what, waitMs) {
      const first = what === "wrong-credentials" ? REFUSED_RETRY_MS : FIRST_RETRY_MS;
      dueAt = now() + (waitMs ?? Math.min(LONGEST_RETRY_MS, first * 2 ** Math.min(failures, 10)));
      failures++;
      problem = what;
    },
  };
}
