import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecodedRecord } from "../drivers/driver.ts";
import type { DraftParty } from "./draft.ts";
import { type CallToSort, sortCall } from "./sort-call.ts";

const record: DecodedRecord = {
  kind: "call_history",
  callId: null,
  startedAt: new Date("2026-06-15T08:00:00Z"),
  durationSeconds: 61,
  ringSeconds: 4,
  direction: "out",
  disposition: "answered",
  extension: "3000",
  queue: null,
  trunk: null,
  costCents: 7,
  partOf: null,
  values: [{ role: "called", class: "phone", text: "*71 070-1740605", start: 0, end: 15 }],
};
const parties = [
  { role: "calling", className: "phone", canonical: "+468465004" },
  { role: "called", className: "phone", canonical: "+46701740605" },
] as unknown as DraftParty[];

test("a call without rules costs what the PBX says and is nothing else", () => {
  assert.deepEqual(sortCall(record, parties, undefined), { costCents: 7, apart: null, nature: null, category: null });
});

test("rules see the other side's number and what was dialled, and a threshold sees the tariff's cost", () => {
  const seen: CallToSort[] = [];
  const sorting = {
    cost: (call: CallToSort) => {
      seen.push(call);
      return 120;
    },
    apart: (_: CallToSort, cents: number | null) => (cents === 120 ? 4 : 0),
  };
  const sorted = sortCall(record, parties, sorting);
  assert.deepEqual([seen[0]?.outside, seen[0]?.dialled], ["+46701740605", "*71 070-1740605"]);
  assert.deepEqual([sorted.costCents, sorted.apart], [120, 4]);
  sortCall({ ...record, direction: "in" }, parties, sorting);
  assert.deepEqual([seen[1]?.outside, seen[1]?.dialled], ["+468465004", null]);
  assert.equal(sortCall(record, parties, { cost: () => null }).costCents, 7, "no tariff: as the PBX says");
});
