import assert from "node:assert/strict";
import { test } from "node:test";
import type { SourceProblem } from "../problem.ts";
import { createTally } from "./tally.ts";

test("what is told for two minutes is the gravest: neither a stranger nor a wrong secret hides what keeps calls away", () => {
  let now = 0;
  const sink = { deliver: async () => undefined, note: () => undefined };
  const tally = createTally(sink, () => now);
  const after = (problem: SourceProblem) => {
    tally.count("refused", problem);
    return tally.problem();
  };
  assert.equal(tally.problem(), null);
  assert.equal(after("sender-unknown"), "sender-unknown");
  assert.equal(after("secret-wrong"), "secret-wrong");
  assert.equal(after("sender-disputed"), "sender-disputed");
  assert.equal(after("secret-wrong"), "sender-disputed");
  assert.equal(after("messages-lost"), "messages-lost");
  now += 119_999;
  assert.equal(tally.problem(), "messages-lost");
  now++;
  assert.equal(tally.problem(), null);
});
