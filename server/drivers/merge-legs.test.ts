import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecodedLeg, DecodedRecord } from "./driver.ts";
import { callsOf, joinFrames, mergeLegs, sameLeg, shiftLeg } from "./merge-legs.ts";

const NOTHING: DecodedRecord = {
  kind: "call_history",
  callId: null,
  startedAt: new Date("2026-03-02T08:15:10Z"),
  durationSeconds: 0,
  ringSeconds: null,
  direction: null,
  disposition: null,
  extension: null,
  queue: null,
  trunk: null,
  costCents: null,
  partOf: null,
  values: [],
};

function leg(part: string, record: Partial<DecodedRecord>): DecodedLeg {
  return { call: "c-1", part, record: { ...NOTHING, ...record } };
}

const CALLER = { role: "calling", class: "phone", text: "0701740605", start: 2, end: 12 } as const;

test("a call takes each fact from the first leg that knows it, the earliest start and the longest duration", () => {
  const merged = mergeLegs([
    leg("stop", { durationSeconds: 99, disposition: "answered", trunk: "T1" }),
    leg("start", { startedAt: new Date("2026-03-02T08:15:00Z"), direction: "in", trunk: "T2", ringSeconds: 0 }),
  ]);
  assert.equal(merged.callId, "c-1");
  assert.equal(merged.startedAt.toISOString(), "2026-03-02T08:15:00.000Z");
  assert.equal(merged.durationSeconds, 99);
  assert.equal(merged.direction, "in");
  assert.equal(merged.disposition, "answered");
  assert.equal(merged.trunk, "T1");
  assert.equal(merged.ringSeconds, 0);
  assert.equal(merged.extension, null);
});

test("a value that several legs tell stands once, in its first place; another role or text is another value", () => {
  const merged = mergeLegs([
    leg("start", { values: [CALLER] }),
    leg("stop", {
      values: [
        { ...CALLER, start: 40, end: 50 },
        { ...CALLER, role: "called", start: 60, end: 70 },
        { ...CALLER, text: "+46701740605", start: 80, end: 92 },
      ],
    }),
  ]);
  assert.deepEqual(
    merged.values.map((value) => [value.role, value.text, value.start]),
    [
      ["calling", "0701740605", 2],
      ["called", "0701740605", 60],
      ["calling", "+46701740605", 80],
    ],
  );
});

test("joined frames hold every frame byte for byte, and each leg's values where they stand in them", () => {
  const frames = ["a=0701740605", "x;b=0701740633"].map((line) => Buffer.from(line));
  const legs = [
    leg("1", { values: [CALLER] }),
    leg("2", { values: [{ ...CALLER, text: "0701740633", start: 4, end: 14 }] }),
  ];
  for (const [framing, joined] of [
    [{ kind: "line" }, "a=0701740605\nx;b=0701740633"],
    [{ kind: "ended", by: 0 }, "a=0701740605x;b=0701740633"],
  ] as const) {
    const call = joinFrames(
      framing,
      frames.map((bytes, i) => ({ bytes, leg: legs[i] ?? leg("?", {}) })),
    );
    assert.equal(call.bytes.toString(), joined);
    for (const { record } of call.legs)
      for (const value of record.values)
        assert.equal(call.bytes.subarray(value.start, value.end).toString(), value.text);
  }
});

test("a leg that came twice stands once among the joined frames, whatever delay its frame tells", () => {
  const call = joinFrames({ kind: "line" }, [
    { bytes: Buffer.from("a=0701740605"), leg: leg("1", { values: [CALLER] }) },
    { bytes: Buffer.from("a=0701740605 delay=4"), leg: leg("1", { values: [CALLER] }) },
  ]);
  assert.deepEqual([call.bytes.toString(), call.legs.length], ["a=0701740605", 1]);
});

test("a leg sent again is the same wherever its values stand, and another part, fact or value is another leg", () => {
  const first = leg("stop", { durationSeconds: 9, values: [CALLER] });
  assert.ok(sameLeg(first, shiftLeg(first, 100)));
  assert.equal(sameLeg(first, { ...first, part: "start" }), false);
  assert.equal(sameLeg(first, leg("stop", { durationSeconds: 10, values: [CALLER] })), false);
  assert.equal(sameLeg(first, leg("stop", { durationSeconds: 9, values: [{ ...CALLER, text: "0701740633" }] })), false);
});

test("a driver that waits on is asked no more when nothing will come, and one that fails costs no leg", () => {
  const waiting = { waitSeconds: 60, merge: () => null };
  const failing = {
    waitSeconds: 60,
    merge: () => {
      throw new Error("a driver that fails");
    },
  };
  const legs = [leg("start", { values: [CALLER] })];
  assert.equal(callsOf(waiting, legs, false), null);
  for (const join of [waiting, failing]) {
    const [call] = callsOf(join, legs, true) ?? [];
    assert.deepEqual([call?.callId, call?.values], ["c-1", [CALLER]]);
  }
});
