import { setTimeout as wait } from "node:timers/promises";
import { round } from "../figure.ts";
import type { OutageDesk } from "./desk.ts";
import type { Verdict } from "./verdict.ts";

/** No claim of how soon: until then it is not over on a busy machine. */
export const RECOVER_MS = 300_000;

/** Both ends of the line: a push is answered, what is stored grows twice in a row, and `isWell`. The moment; null when that never came. */
async function atWork(desk: OutageDesk, since: number, isWell: () => Promise<boolean>): Promise<number | null> {
  let before = await desk.stored();
  let grown = 0;
  while (performance.now() - since < RECOVER_MS) {
    await wait(250);
    const now = await desk.stored();
    if (now !== null && before !== null && now > before) grown++;
    before = now ?? before;
    if (grown >= 2 && desk.senders.last.answered > since && (await isWell())) return performance.now();
  }
  return null;
}

/** Seconds from now until all is at work; null when that never came. */
export async function secondsToRecover(desk: OutageDesk, isWell: () => Promise<boolean>): Promise<number | null> {
  const healedAt = performance.now();
  const recoveredAt = await atWork(desk, healedAt, isWell);
  return recoveredAt === null ? null : round((recoveredAt - healedAt) / 1_000, 1);
}

export interface Judged extends Verdict {
  readonly wrong: number;
  readonly exited: readonly string[];
  /** A verdict that does not notice one call less is worth nothing. */
  readonly lossNoticed: boolean;
}

/** What became of every call, once nothing more is on its way. */
export async function judgeCalls(desk: OutageDesk): Promise<Judged> {
  const exited = desk.exited();
  const verdict = await desk.drain();
  desk.senders.claimOne();
  const lossNoticed = (await desk.verdict()).lost === verdict.lost + 1;
  const { lost, twice, foreign, undefinedLines } = verdict;
  return { ...verdict, wrong: lost + twice + foreign + undefinedLines, exited, lossNoticed };
}
