import assert from "node:assert/strict";
import { test } from "node:test";
import type { Permission } from "../../domain/permissions.ts";
import type { WatchedSource, WatchState } from "./alarm.ts";
import { judge } from "./judge.ts";

const now = new Date("2026-06-15T10:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const all = () => true;

const well: WatchState = {
  now,
  lastSweepAt: hoursAgo(1),
  since: hoursAgo(1_000),
  overdue: 0,
  disabled: { until: null },
  wildDates: 0,
  generationHoursLate: 0,
  sources: [],
  edges: [],
  guarding: { guards: [], collected: { guards: [], lastAt: new Map() }, missing: [] },
  erasures: [],
  oldest: [],
  unclassified: [],
  canary: { at: hoursAgo(9), outcome: "gone" },
  unreached: [],
};
const source: WatchedSource = {
  id: 1,
  name: "Växel",
  state: "running",
  stateSince: hoursAgo(500),
  isWarned: false,
  lastAt: hoursAgo(1),
  records: 1_000,
  undefinedLines: 3,
};
const kinds = (changes: Partial<WatchState>, may: (permission: Permission) => boolean = all) =>
  judge({ ...well, ...changes }, may).map(({ kind }) => kind);

test("a company in which everything runs has no alarm", () => {
  assert.deepEqual(kinds({ sources: [source] }), []);
});

test("clean-up that stood still for a day is told, also when it has never run, but not on the first day", () => {
  assert.deepEqual(kinds({ lastSweepAt: hoursAgo(23.9) }), []);
  assert.deepEqual(kinds({ lastSweepAt: hoursAgo(24.1) }), ["sweep-late"]);
  assert.deepEqual(kinds({ lastSweepAt: null, since: hoursAgo(3) }), []);
  assert.deepEqual(kinds({ lastSweepAt: null, since: hoursAgo(30) }), ["sweep-late"]);
});

test("keys that are not made anew in time are told, with the hours", () => {
  const [alarm] = judge({ ...well, generationHoursLate: 30 }, all);
  assert.deepEqual([alarm?.kind, alarm?.figures, alarm?.since], ["generation-late", { count: 30 }, hoursAgo(30)]);
});

test("a rule that is switched off is told a month before it ends by itself, and not before that", () => {
  const until = (days: number) => new Date(well.now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  assert.deepEqual(kinds({ disabled: { until: until(40) } }), []);
  const [alarm] = judge({ ...well, disabled: { until: until(20) } }, all);
  assert.equal(alarm?.kind, "rule-off");
  assert.ok(Number(alarm?.figures["count"]) >= 19 && Number(alarm?.figures["count"]) <= 20);
});

test("records whose date cannot be right are told with their number", () => {
  const [alarm] = judge({ ...well, wildDates: 7 }, all);
  assert.deepEqual([alarm?.kind, alarm?.figures], ["wild-dates", { count: 7 }]);
});

test("rows that outlived their keys are told", () => {
  const [alarm] = judge({ ...well, overdue: 12 }, all);
  assert.deepEqual([alarm?.kind, alarm?.figures], ["overdue", { count: 12 }]);
});

test("a source that goes on and refuses somebody is warned of, and not said to have failed", () => {
  const alarms = judge({ ...well, sources: [{ ...source, isWarned: true }] }, all);
  assert.deepEqual(
    alarms.map(({ kind, level, since }) => [kind, level, since]),
    [["source-warned", "warn", null]],
  );
});

test("a source that fails, is silent for a day or is not understood is told by its name", () => {
  assert.deepEqual(kinds({ sources: [{ ...source, state: "failed" }] }), ["source-failed"]);
  assert.deepEqual(kinds({ sources: [{ ...source, lastAt: hoursAgo(25) }] }), ["source-silent"]);
  assert.deepEqual(kinds({ sources: [{ ...source, lastAt: hoursAgo(25), stateSince: hoursAgo(2) }] }), []);
  assert.deepEqual(kinds({ sources: [{ ...source, state: "stopped", lastAt: hoursAgo(99) }] }), []);
  const [alarm] = judge({ ...well, sources: [{ ...source, records: 300, undefinedLines: 100 }] }, all);
  assert.deepEqual([alarm?.kind, alarm?.figures], ["undefined-share", { name: "Växel", count: 100, percent: 25 }]);
});

test("an erasure in its grace is no alarm, one that stands still for an hour afterwards is", () => {
  const erasure = { id: "e", startsAt: hoursAgo(-2), updatedAt: hoursAgo(70) };
  assert.deepEqual(kinds({ erasures: [erasure] }), []);
  assert.deepEqual(kinds({ erasures: [{ ...erasure, startsAt: hoursAgo(2), updatedAt: hoursAgo(0.5) }] }), []);
  assert.deepEqual(kinds({ erasures: [{ ...erasure, startsAt: hoursAgo(2), updatedAt: hoursAgo(1.5) }] }), [
    "erasure-stuck",
  ]);
});

test("the worst stands first, and nobody is told of what they may not see", () => {
  const state = {
    overdue: 1,
    sources: [{ ...source, state: "failed" as const }],
    erasures: [{ id: "e", startsAt: hoursAgo(9), updatedAt: hoursAgo(9) }],
  };
  assert.deepEqual(kinds(state), ["erasure-stuck", "source-failed", "overdue"]);
  assert.deepEqual(
    kinds(state, (permission) => permission === "source.see"),
    ["source-failed"],
  );
});

test("what is beyond its rule is told with the worst of it", () => {
  const datum = {
    product: "pbx",
    class: "phone",
    what: "row",
    callDay: "2026-01-01",
    keptDays: 120,
    ofCase: false,
  } as const;
  assert.deepEqual(kinds({ oldest: [{ ...datum, ageDays: 120, excessDays: 0 }] }), []);
  const oldest = [
    { ...datum, ageDays: 124, excessDays: 3 },
    { ...datum, class: "raw", ageDays: 130, excessDays: 9 } as const,
  ];
  const [alarm] = judge({ ...well, oldest }, all);
  assert.deepEqual(
    [alarm?.kind, alarm?.level, alarm?.figures],
    ["oldest-datum", "bad", { product: "pbx", class: "raw", count: 9, days: 130 }],
  );
});

test("a column that nobody has classified is told by its name", () => {
  const [alarm] = judge({ ...well, unclassified: ["data.people.number", "data.people.name"] }, all);
  assert.deepEqual([alarm?.kind, alarm?.figures], ["unclassified", { name: "data.people.number", count: 2 }]);
});

test("a canary that was left somewhere or that did not fly for 26 hours is told, but not in a company that began today", () => {
  assert.deepEqual(kinds({ canary: { at: hoursAgo(25), outcome: "gone" } }), []);
  assert.deepEqual(kinds({ canary: { at: hoursAgo(27), outcome: "gone" } }), ["canary-silent"]);
  assert.deepEqual(kinds({ canary: { at: hoursAgo(3), outcome: "left" } }), ["canary-failed"]);
  assert.deepEqual(kinds({ canary: null }), ["canary-silent"]);
  assert.deepEqual(kinds({ canary: null, since: hoursAgo(3) }), []);
});

test("an edge that is not heard of for a quarter of an hour is told by its name, and one that is full", () => {
  const edge = { id: "e", name: "Kontoret", lastContactAt: hoursAgo(0.2), isFull: false, keysUntil: null };
  assert.deepEqual(kinds({ edges: [edge] }), []);
  assert.deepEqual(kinds({ edges: [{ ...edge, isFull: true }] }), ["edge-full"]);
  const [alarm] = judge({ ...well, edges: [{ ...edge, lastContactAt: hoursAgo(0.3), isFull: true }] }, all);
  assert.deepEqual([alarm?.kind, alarm?.figures, alarm?.since], ["edge-silent", { name: "Kontoret" }, hoursAgo(0.3)]);
});

test("the keys of an edge are told when they reach less than a fortnight ahead, and again when none is left", () => {
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const told = (days: number, changes: object = {}) => {
    const edge = { id: "e", name: "Kontoret", lastContactAt: hoursAgo(0.1), isFull: false, keysUntil: inDays(days) };
    return judge({ ...well, edges: [{ ...edge, ...changes }] }, all).map((one) => [
      one.kind,
      one.level,
      one.figures["count"] ?? null,
    ]);
  };
  for (const days of [14, 13]) assert.deepEqual(told(days), []);
  assert.deepEqual(told(12), [["edge-keys", "warn", 13]]);
  assert.deepEqual(told(0), [["edge-keys", "warn", 1]]);
  assert.deepEqual(told(-1), [["edge-keys", "bad", 0]]);
  const silent = { lastContactAt: hoursAgo(48) };
  assert.deepEqual(told(12, silent), [["edge-silent", "bad", null]]);
  assert.deepEqual(told(-3, silent), [["edge-keys", "bad", 0]]);
});
