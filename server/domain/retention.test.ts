import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_RULES, destroyAt, effectiveRules, expiresOn } from "./retention.ts";

test("the defaults are those promised, and nothing is unlimited", () => {
  const rules = effectiveRules([]);
  const days = (["tid", "cc", "presentity", "pbx"] as const).map((product) => rules.rule(product, "phone").keptDays);
  assert.deepEqual(days, [7, 120, 120, 120]);
  assert.equal(rules.rule("tid", "ssn").keptDays, 7);
  assert.equal(rules.rule("tid", "ssn_truncated").keptDays, 120);
  assert.equal(DEFAULT_RULES.length, 28);
  assert.ok(DEFAULT_RULES.every((rule) => rule.keptDays !== null));
});

test("a rule of N days lasts through the Nth day after the call's, and ends at midnight in the company's zone", () => {
  const expires = expiresOn("2026-03-22", "2026-03-22", { keptDays: 7 });
  assert.equal(expires, "2026-03-30");
  assert.equal(destroyAt(expires, "Europe/Stockholm").toISOString(), "2026-03-29T22:00:00.000Z");
  assert.equal(expiresOn("2026-03-22", "2026-03-22", { keptDays: 0 }), "2026-03-23");
  assert.equal(expiresOn("2026-01-01", "2026-01-01", { keptDays: null }).slice(0, 4), "3026");
});

test("the earlier of call day and reception day is counted, so a clock ahead keeps nothing longer", () => {
  assert.equal(expiresOn("2031-01-01", "2026-01-01", { keptDays: 7 }), "2026-01-09");
  assert.equal(expiresOn("2025-12-01", "2026-01-01", { keptDays: 7 }), "2025-12-09");
});

test("raw lives as long as the shortest class in it, undefined no longer than the company's shortest rule", () => {
  const rules = effectiveRules([
    { product: "cc", class: "phone", keptDays: 30 },
    { product: "tid", class: "ssn", keptDays: 3 },
  ]);
  assert.equal(rules.rawRule("cc", ["phone"]).keptDays, 30);
  assert.equal(rules.rawRule("tid", ["phone", "ssn", "ssn_truncated"]).keptDays, 3);
  assert.equal(rules.rawRule("pbx", []).keptDays, 120);
  assert.equal(rules.undefinedRule("pbx").keptDays, 3);
});

test("names are dropped unless the company has a rule for them", () => {
  assert.equal(effectiveRules([]).keepsNames("cc"), false);
  assert.equal(effectiveRules([{ product: "cc", class: "name", keptDays: 7 }]).keepsNames("cc"), true);
});
