import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_SECOND, outcomeOf } from "./outcome.ts";
import { WAYS } from "./ways.ts";

const FROM = 300_000;
const SENT = 40;
const STEP_MS = 50;

test("one promised call less is noticed, however many kills stand around it", () => {
  const always = Array.from({ length: SENT }, (_, n) => ({ at: n * STEP_MS, backAt: n * STEP_MS + 10 }));
  const outcome = outcomeOf(way("database"), journal(), stored(), always, 0);
  assert.deepEqual([outcome.wrong, outcome.noticed], [0, true]);
  assert.equal(outcomeOf(way("database"), journal(), stored([7]), always, 0).wrong, 1, "a kill excuses nothing");
});

test("where nothing is promised, a call that no kill is near is noticed, and without one the verdict says that it is blind", () => {
  const early = [{ at: -10_000, backAt: -9_000 }];
  const quiet = outcomeOf(way("serial"), journal(), stored(), early, 0);
  assert.deepEqual([quiet.wrong, quiet.noticed], [0, true]);
  assert.equal(outcomeOf(way("serial"), journal(), stored([7]), early, 0).wrong, 1);
  const throughout = [{ at: -1_000, backAt: SENT * STEP_MS + 1_000 }];
  assert.equal(outcomeOf(way("serial"), journal(), stored(), throughout, 0).noticed, false);
});

test("a line that nobody understands is noticed where it is missing or there once more", () => {
  for (const [undefinedLines, wrong] of [
    [3, 0],
    [2, 1],
    [5, 2],
  ] as const)
    assert.equal(outcomeOf(way("sftp, growing"), journal(), { ...stored(), undefinedLines }, [], 0).wrong, wrong);
});

function way(name: string) {
  const found = WAYS.find((one) => one.name === name);
  assert.ok(found);
  return found;
}

function journal() {
  const calls = Array.from({ length: SENT }, (_, n) => n);
  return { at: calls.map((n) => n * STEP_MS), promised: calls, odd: 3, from: FROM };
}

function stored(without: readonly number[] = []) {
  const calls = journal().promised.filter((n) => !without.includes(n));
  const starts = new Map(calls.map((n) => [FIRST_SECOND + FROM + n, 1]));
  return { starts, undefinedLines: 3, errors: 0, interrupted: 0, letGo: [] };
}
