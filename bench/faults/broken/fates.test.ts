import assert from "node:assert/strict";
import { test } from "node:test";
import { drawFates, growingPatience } from "./fates.ts";

test("every kind of fate happens as often as the others, whichever connections end before theirs", () => {
  const fates = drawFates(1_000);
  for (let n = 0; ; n++) {
    const fate = fates.next(50);
    if (fate === null) break;
    // Resets are drawn for connections that are nearly always too short.
    if (fate.kind !== "reset" || n % 10 === 0) fate.met?.();
  }
  assert.equal(fates.met(), 50);
  const counts = Object.values(fates.happened);
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, JSON.stringify(fates.happened));
});

test("who gets no answer waits longer with every try, up to a bound, and briefly again once it is answered", () => {
  const patience = growingPatience(300);
  assert.equal(patience.ms, 300);
  for (let n = 0; n < 3; n++) patience.tried();
  assert.equal(patience.ms, 1_200);
  for (let n = 0; n < 100; n++) patience.tried();
  assert.equal(patience.ms, 12_000);
  patience.answered();
  assert.equal(patience.ms, 300);
});
