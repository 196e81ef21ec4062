import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beyondBound,
  changesOf,
  checkState,
  coolsUntil,
  directionOf,
  disabledUntil,
  isBeyondAim,
  isCooled,
  loosenedPart,
  partAtOnce,
  type RuleState,
  stateAfter,
} from "./rule-change.ts";
import { isMasked } from "./retention.ts";

const state = (keptDays: number | null, maskedAfterDays: number | null = null, stored = true): RuleState => ({
  keptDays,
  maskedAfterDays,
  stored,
});

test("longer, off, masked later and stored at all are loosenings, whatever else gets shorter", () => {
  const cases: [RuleState, RuleState, string][] = [
    [state(120), state(90), "shorter"],
    [state(120), state(121), "longer"],
    [state(120), state(null), "longer"],
    [state(null), state(3_650), "shorter"],
    [state(120), state(120), "same"],
    [state(120), state(120, 30), "shorter"],
    [state(120, 30), state(90, 40), "longer"],
    [state(120, 30), state(90), "longer"],
    [state(7, null, false), state(3), "longer"],
  ];
  for (const [before, after, expected] of cases) assert.equal(directionOf(before, after), expected);
});

test("of a change masking earlier holds at once, fewer days cool down, and only what loosens needs the company's word", () => {
  const wanted = state(90, 60);
  assert.deepEqual(partAtOnce(state(120, 30), wanted), state(120, 30));
  assert.deepEqual(partAtOnce(state(120, 90), wanted), state(120, 60));
  assert.deepEqual(loosenedPart(state(120, 30), wanted), state(120, 60));
  assert.deepEqual(loosenedPart(state(7, null, false), state(3)), state(3));
  assert.equal(isCooled(state(120, 30), wanted), true);
  assert.equal(isCooled(state(null), state(3_650)), true);
  assert.equal(isCooled(state(120), state(120, 30)), false);
  assert.equal(isCooled(state(7, null, false), state(3)), false, "what is not stored has nothing to lose");
});

test("whoever wants more than a shortening in its cool-down will leave loosens, and more of it cools anew", () => {
  const cooling = { ...state(120), coolsTo: 30 };
  assert.equal(directionOf(cooling, state(60)), "longer");
  assert.equal(directionOf(cooling, state(120)), "longer");
  assert.equal(directionOf(cooling, state(30)), "same");
  assert.equal(directionOf(cooling, state(20)), "shorter");
  assert.deepEqual([isCooled(cooling, state(20)), isCooled(cooling, state(60))], [true, false]);
});

test("a change of masking alone leaves the days alone, also while they are about to become fewer", () => {
  const cooling = { ...state(120), coolsTo: 30 };
  const masked = stateAfter(cooling, { product: "pbx", class: "phone", maskedAfterDays: 5 });
  assert.deepEqual(masked, { ...state(120, 5), coolsTo: 30 });
  assert.deepEqual([directionOf(cooling, masked), isCooled(cooling, masked)], ["shorter", false]);
  const later = stateAfter({ ...cooling, maskedAfterDays: 5 }, { product: "pbx", class: "phone", maskedAfterDays: 9 });
  assert.deepEqual(
    [directionOf({ ...cooling, maskedAfterDays: 5 }, later), isBeyondAim(cooling, later)],
    ["longer", false],
  );
  assert.equal(directionOf(cooling, stateAfter(cooling, { product: "pbx", class: "phone", keptDays: 120 })), "longer");
  const names = stateAfter(state(7, null, false), { product: "pbx", class: "name", maskedAfterDays: 2 });
  assert.equal(names.stored, false, "masked is not asked for");
});

test("a cool-down is seven whole days, and a rule switched off holds again after twelve months", () => {
  assert.equal(coolsUntil("2026-11-22"), "2026-11-30");
  assert.equal(disabledUntil("2026-11-22"), "2027-11-22");
  assert.equal(disabledUntil("2028-02-29"), "2029-02-28");
});

test("an action says what it means in days, and what cannot be is refused with what to do", () => {
  const of = (action: Parameters<typeof changesOf>[0], cls: "ssn" | "phone" | "raw", days: number | null) =>
    changesOf(action, { product: "tid", class: cls, days });
  assert.deepEqual(of("truncate", "ssn", 5), [{ product: "tid", class: "ssn", keptDays: 5 }]);
  assert.deepEqual(
    of("delete", "ssn", 5).map((one) => [one.class, one.keptDays]),
    [
      ["ssn", 5],
      ["ssn_truncated", 5],
    ],
  );
  assert.deepEqual(of("mask", "phone", 2), [{ product: "tid", class: "phone", maskedAfterDays: 2 }]);
  for (const wrong of [() => of("truncate", "phone", 5), () => of("mask", "raw", 5), () => of("archive", "phone", 5)])
    assert.throws(wrong, { code: "bad-input" });
  assert.throws(() => checkState("phone", state(30, 30)), { code: "bad-input" });
  checkState("phone", state(null, 30));
});

test("the operator's bounds hold on both sides, and a rule switched off is beyond every longest one", () => {
  const bound = { shortestDays: 7, longestDays: 365 };
  assert.deepEqual(
    [6, 7, 365, 366, null].map((days) => beyondBound(days, bound)),
    ["short", null, null, "long", "long"],
  );
  assert.equal(beyondBound(null, { shortestDays: 7, longestDays: null }), null);
  assert.equal(beyondBound(null, undefined), null);
});

test("a value is masked from the midnight after its last clear day on, and never without a rule", () => {
  assert.equal(isMasked("2026-06-01", "2026-06-08", 7), false);
  assert.equal(isMasked("2026-06-01", "2026-06-09", 7), true);
  assert.equal(isMasked("2026-06-01", "2026-06-01", 0), false);
  assert.equal(isMasked("2026-06-01", "2026-06-02", 0), true);
  assert.equal(isMasked("2020-06-01", "2026-06-02", null), false);
});
