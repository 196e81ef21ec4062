import type { SourceProblem } from "../problem.ts";
import type { Sink, SourceNote } from "../source.ts";

/** What went wrong with single packets, counted for the live page and the log, and told as a problem for a while. */
export interface Tally {
  count(note: SourceNote, problem?: SourceProblem | null, times?: number): void;
  /** Tells the sink what was counted since it was told last: one note for however many packets. */
  tell(): void;
  /** The gravest of the last minutes. */
  problem(): SourceProblem | null;
  total(note: SourceNote): number;
}

/** Long enough that whoever looks, and the alarms, see it. */
const SHOWN_MS = 120_000;
/** The gravest first: what only warns hides no problem. */
const GRAVITY: readonly SourceProblem[] = ["messages-lost", "sender-disputed", "secret-wrong", "sender-unknown"];

export function createTally(sink: Sink, now: () => number = () => performance.now()): Tally {
  const totals = new Map<SourceNote, number>();
  const untold = new Map<SourceNote, number>();
  const seenAt = new Map<SourceProblem, number>();
  return {
    count(note, problem = null, times = 1) {
      totals.set(note, (totals.get(note) ?? 0) + times);
      untold.set(note, (untold.get(note) ?? 0) + times);
      if (problem !== null) seenAt.set(problem, now());
    },
    tell() {
      for (const [note, times] of untold) sink.note(note, times);
      untold.clear();
    },
    problem: () =>
      GRAVITY.find((problem) => now() - (seenAt.get(problem) ?? Number.NEGATIVE_INFINITY) < SHOWN_MS) ?? null,
    total: (note) => totals.get(note) ?? 0,
  };
}
