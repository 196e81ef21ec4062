import assert from "node:assert/strict";
import { test } from "node:test";
import { isWarning, SOURCE_PROBLEMS, type SourceProblem, STOPPING_PROBLEMS, stateBy } from "./problem.ts";

test("a source runs with a warning where it takes everything else; whatever keeps awaited calls away is a failure", () => {
  const codes = Object.keys(SOURCE_PROBLEMS) as SourceProblem[];
  assert.deepEqual(codes.filter(isWarning).sort(), ["sender-unknown", "too-many-at-once"]);
  for (const code of codes) assert.equal(stateBy(code), isWarning(code) ? "running" : "failed", code);
  assert.equal(stateBy(null), "running");
  assert.ok(!STOPPING_PROBLEMS.some(isWarning));
});
