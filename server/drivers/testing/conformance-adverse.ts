import assert from "node:assert/strict";
import { test } from "node:test";
import type { Driver } from "../driver.ts";
import { framesOf, freshContext } from "./decode-file.ts";
import type { Specimen } from "./specimen.ts";

/** What patterns may go back and forth over. */
const FILLS = [" ", "\t", ",", ";", '"', "1", "-", "=", "+ ", "<", "(", '\\"', "0:", "a."];
const [SHORT, LONG] = [14_000, 56_000];
/** Four times as much may take four times as long; a pattern that goes back takes sixteen. */
const MOST_TIMES = 10;
/** Below it the machine's other work decides; by the square so long a line takes seconds. */
const LEAST_MS = 60;

/** Whoever may write to a source must not be able to hold up all others: no line takes time by the square of its length. */
export function adverse(driver: Driver, { options = {}, file }: Specimen): void {
  test(`${driver.id}: no line takes time by the square of its length`, () => {
    const decode = driver.configure(options);
    const frames = framesOf(driver, options, Buffer.from(file));
    const longest = frames.reduce((a, b) => (b.length > a.length ? b : a), Buffer.alloc(0));
    const half = Buffer.from(longest.subarray(0, longest.length / 2)).toString("latin1");
    const took = (line: string) => {
      const frame = Buffer.from(line, "latin1");
      const began = performance.now();
      decode(frame, freshContext());
      return performance.now() - began;
    };
    for (const fill of FILLS)
      for (const head of ["", half]) {
        const lineOf = (length: number) => `${head}${fill.repeat(length / fill.length)}x`;
        const long = () => took(lineOf(LONG));
        // Whatever else the machine did meanwhile: the best of three.
        if (long() < LEAST_MS) continue;
        const best = Math.min(long(), long(), long());
        const short = Math.min(took(lineOf(SHORT)), took(lineOf(SHORT)), took(lineOf(SHORT)));
        assert.ok(
          best < LEAST_MS || best < short * MOST_TIMES,
          `${JSON.stringify(fill)}: ${short} ms, then ${best} ms`,
        );
      }
  });
}
