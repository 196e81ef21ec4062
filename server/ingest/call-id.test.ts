import assert from "node:assert/strict";
import { test } from "node:test";
import { callId, factsOf } from "./call-id.ts";
import type { DecodedRecord } from "../drivers/driver.ts";

const RECORD: DecodedRecord = {
  kind: "call_history",
  callId: "1750000010.1",
  startedAt: new Date("2026-06-15T07:00:00.250Z"),
  durationSeconds: 30,
  ringSeconds: 5,
  direction: "in",
  disposition: "answered",
  extension: "1001",
  queue: null,
  trunk: "trunk",
  costCents: null,
  partOf: null,
  values: [{ role: "calling", class: "phone", text: "0701740605", start: 0, end: 10 }],
};
const facts = (change: Partial<DecodedRecord> = {}) => factsOf({ ...RECORD, ...change }, 4, 1);
const idOf = (change: Partial<DecodedRecord> = {}, ordinal = 0) =>
  callId(change.startedAt ?? RECORD.startedAt, facts(change), ordinal);

test("an id is a version 8 UUID that begins with the start of the call, so that ids sort by time", () => {
  const id = idOf();
  assert.equal(id.readUIntBE(0, 6), RECORD.startedAt.getTime());
  assert.equal((id[6] ?? 0) >> 4, 8);
  assert.equal((id[8] ?? 0) >> 6, 0b10);
  const later = idOf({ startedAt: new Date(RECORD.startedAt.getTime() + 1) });
  assert.ok(Buffer.compare(id, later) < 0);
});

test("the same facts give the same id, any other fact or ordinal another one", () => {
  assert.deepEqual(idOf(), idOf());
  const others: Partial<DecodedRecord>[] = [
    { kind: "voicemail" },
    { callId: "1750000010.2" },
    { durationSeconds: 31 },
    { ringSeconds: null },
    { direction: "out" },
    { disposition: "busy" },
    { costCents: 0 },
    { partOf: "1" },
  ];
  const ids = new Set(
    [idOf(), idOf({}, 1), idOf({}, 2), ...others.map((change) => idOf(change))].map((id) => id.toString("hex")),
  );
  assert.equal(ids.size, 3 + others.length);
  assert.notEqual(facts(), factsOf(RECORD, 4, 2));
});

test("nobody's number and no label is part of an id", () => {
  assert.deepEqual(idOf({ values: [], extension: "4711", queue: "Växel", trunk: null }), idOf());
});
