import assert from "node:assert/strict";
import { test } from "node:test";
import { effectiveRules, keptOn, type Rule } from "../../domain/retention.ts";
import { rulesAhead } from "./ahead.ts";

const PHONE = { product: "pbx", class: "phone" } as const;
const OFF: Rule = { ...PHONE, keptDays: null, maskedAfterDays: null, disabledUntil: "2027-06-15", formerDays: 120 };
const parts = { rulesOf: (own: readonly Rule[]) => effectiveRules(own) };

test("the pictures show days asked for while a rule was off, and never more than it kept before once it holds again", () => {
  const kept = (keptDays: number, holdsOn: string) => {
    const [step] = rulesAhead(parts, [OFF], [{ ...PHONE, keptDays, holdsOn }]);
    return step === undefined ? undefined : keptOn(step.rules.rule("pbx", "phone"), holdsOn);
  };
  assert.equal(kept(150, "2027-06-14"), 150, "off until the midnight after");
  assert.equal(kept(150, "2027-06-15"), 120);
  assert.equal(kept(30, "2027-06-18"), 30);
});
