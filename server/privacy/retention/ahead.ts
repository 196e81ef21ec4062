import { effectiveRules, type Rule, ruleOn, type RuleSet } from "../../domain/retention.ts";
import { type Day, startOfDay } from "../../domain/zoned-time.ts";
import type { Slice } from "../../keyring/index.ts";
import type { Cooling, RuleParts } from "./company-rules.ts";
import { ruleChanges } from "./rule-changes.ts";

/** The rules that hold from the midnight with which a day begins. */
export interface RulesOn {
  readonly day: Day;
  readonly rules: RuleSet;
  readonly own: readonly Rule[];
}

/** The rules of the coming days: each shortening in its cool-down joins on its day. */
export function rulesAhead(parts: RuleParts, own: readonly Rule[], cooling: readonly Cooling[]): RulesOn[] {
  const ahead: RulesOn[] = [];
  let held = own;
  for (const day of [...new Set(cooling.map((one) => one.holdsOn))].toSorted()) {
    held = cooling.filter((one) => one.holdsOn === day).reduce(withCooled, held);
    ahead.push({ day, rules: parts.rulesOf(held), own: held });
  }
  return ahead;
}

function withCooled(own: readonly Rule[], { product, class: cls, keptDays, holdsOn }: Cooling): readonly Rule[] {
  const before = ruleOn(effectiveRules(own).rule(product, cls), holdsOn);
  if (before.keptDays !== null && before.keptDays <= keptDays) return own;
  const masked = before.maskedAfterDays ?? null;
  const rule = { product, class: cls, keptDays, maskedAfterDays: masked !== null && masked < keptDays ? masked : null };
  return [...own.filter((one) => one.product !== product || one.class !== cls), rule];
}

/** Where a living slice ends when the rules of the coming days take hold one after the other. */
export interface EndAhead {
  readonly slice: Slice;
  readonly day: Day;
  /** The rules that destroy it on the day they take hold; null when it ends by itself. */
  readonly cutBy: Day | null;
}

/** By the predicate that makes the changes, asked as if each day had come: so a picture cannot differ from what goes. */
export function endsAhead(slices: readonly Slice[], ahead: readonly RulesOn[], timeZone: string): EndAhead[] {
  return slices.map((slice) => {
    let day = slice.expiresOn;
    for (const step of ahead) {
      if (day <= step.day) break;
      const [change] = ruleChanges(
        [{ ...slice, expiresOn: day }],
        step.rules,
        timeZone,
        startOfDay(step.day, timeZone),
      );
      if (change?.due === true) return { slice, day: step.day, cutBy: step.day };
      if (change !== undefined) day = change.expiresOn;
    }
    return { slice, day, cutBy: null };
  });
}
