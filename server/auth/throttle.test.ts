import assert from "node:assert/strict";
import { test } from "node:test";
import { Throttle } from "./throttle.ts";

function clockAt(start: number): { now: number; clock: () => Date } {
  const time = { now: start, clock: () => new Date(time.now) };
  return time;
}

test("guessing gets slower with every failure and is never shut out for longer than the limit", () => {
  const time = clockAt(1_000_000);
  const throttle = new Throttle(time.clock, { free: 3, longestMs: 60_000 });
  for (let i = 0; i < 2; i++) throttle.failed("a");
  assert.equal(throttle.wait("a"), 0);
  throttle.failed("a");
  assert.equal(throttle.wait("a"), 1000);
  throttle.failed("a");
  assert.equal(throttle.wait("a"), 2000);
  for (let i = 0; i < 40; i++) throttle.failed("a");
  assert.equal(throttle.wait("a"), 60_000);
  time.now += 60_000;
  assert.equal(throttle.wait("a"), 0);
});

test("one account's failures do not slow another, and a success or a quiet hour forgets them", () => {
  const time = clockAt(0);
  const throttle = new Throttle(time.clock, { free: 1 });
  throttle.failed("a");
  assert.ok(throttle.wait("a") > 0);
  assert.equal(throttle.wait("b"), 0);
  throttle.succeeded("a");
  assert.equal(throttle.wait("a"), 0);
  for (let i = 0; i < 12; i++) throttle.failed("a");
  time.now += 61 * 60_000;
  throttle.failed("a");
  assert.equal(throttle.wait("a"), 1000);
});
