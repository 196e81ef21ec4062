import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecodedLeg, Join } from "#server/drivers/driver.ts";
import { mergeLegs } from "#server/drivers/merge-legs.ts";
import { GatheredLegs } from "./gathered-legs.ts";

/** A call is whole with its start and its stop. */
const JOIN: Join = {
  waitSeconds: 60,
  merge: (legs, over) => (over || legs.length > 1 ? [mergeLegs(legs)] : null),
};

function leg(call: string, part: string, seconds = 0): DecodedLeg {
  const values = [{ role: "calling", class: "phone", text: `070174060${seconds}`, start: 0, end: 10 }] as const;
  return {
    call,
    part,
    record: {
      kind: "call_history",
      callId: null,
      startedAt: new Date("2026-03-02T08:00:00Z"),
      durationSeconds: seconds,
      ringSeconds: null,
      direction: null,
      disposition: null,
      extension: null,
      queue: null,
      trunk: null,
      costCents: null,
      partOf: null,
      values,
    },
  };
}

const FRAME = Buffer.from("0701740605");

test("legs of one call are one call at the place of the first, over several files", () => {
  const legs = new GatheredLegs(JOIN);
  legs.add({ file: "a", line: 3 }, FRAME, leg("one", "start"));
  legs.add({ file: "a", line: 4 }, FRAME, leg("two", "start"));
  legs.add({ file: "b", line: 1 }, FRAME, leg("one", "stop", 9));
  const calls = [...legs.finish()];
  assert.deepEqual(
    calls.map(({ file, line, records }) => [file, line, records.map((call) => [call.callId, call.durationSeconds])]),
    [
      ["a", 3, [["one", 9]]],
      ["a", 4, [["two", 0]]],
    ],
  );
  assert.deepEqual(
    calls[0]?.records[0]?.values.map((value) => value.start),
    [0, 10],
    "in the frames one after the other",
  );
  assert.ok(calls.every(({ records }) => records.every((call) => call.partOf === null)));
});

test("too many legs: the oldest call is told from what there is, and what comes of it later says of which call it is", () => {
  const legs = new GatheredLegs(JOIN, 3);
  const told = ["start one", "start two", "start three", "stop three", "stop one"].flatMap((text, line) => {
    const [part = "", call = ""] = text.split(" ");
    return legs.add({ file: "a", line }, FRAME, leg(call, part, line));
  });
  const calls = [...told, ...legs.finish()].flatMap(({ records }) => records);
  assert.deepEqual(
    calls.map((call) => [call.callId, call.partOf]),
    [
      ["one", "one"],
      ["two", "two"],
      ["three", null],
      ["one", "one"],
    ],
  );
});
