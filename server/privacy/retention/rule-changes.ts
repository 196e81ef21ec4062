import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { destroyAt, expiresOn, type RuleSet } from "../../domain/retention.ts";
import type { Day } from "../../domain/zoned-time.ts";
import type { Slice } from "../../keyring/index.ts";

/** Every class whose slices follow a rule. */
export const RULED_CLASSES = [1, 2, 3, 4, 5, 6] as const;

/** The ends that raw records had before a case kept them, by slice. */
export function formerEnds(
  ofCases: readonly { readonly sliceId: number; readonly formerEnd: Day | null }[],
): Map<number, Day> {
  return new Map(ofCases.flatMap((one) => (one.formerEnd === null ? [] : [[one.sliceId, one.formerEnd]])));
}

/** One living day key whose end is another one under the rules. */
export interface SliceChange {
  readonly slice: Slice;
  readonly expiresOn: Day;
  readonly destroyAt: Date;
  /** Whether the new end has come already: then the key is destroyed and its rows are deleted. */
  readonly due: boolean;
}

/**
 * What has to change so that every living slice ends as the rules say. The same predicate previews a change and makes it.
 * Raw records and undefined lines hold any class, so that a rule shortens them and never lengthens them: raw that a case gives
 * back begins with the end it had before the case (`formerEnds`, by slice).
 */
export function ruleChanges(
  slices: readonly Slice[],
  rules: RuleSet,
  timeZone: string,
  now: Date,
  formerEnds: ReadonlyMap<number, Day> = new Map(),
): SliceChange[] {
  const changes: SliceChange[] = [];
  for (const slice of slices) {
    const end = endOf(slice, rules, formerEnds.get(slice.id) ?? slice.expiresOn);
    if (end === null || end === slice.expiresOn) continue;
    const at = destroyAt(end, timeZone);
    changes.push({ slice, expiresOn: end, destroyAt: at, due: at <= now });
  }
  return changes;
}

function endOf(slice: Slice, rules: RuleSet, former: Day): Day | null {
  const product = nameOf(PRODUCTS, slice.product);
  const dataClass = nameOf(DATA_CLASSES, slice.class);
  if (product === undefined || dataClass === undefined || dataClass === "call") return null;
  const end = (cls: DataClass) => expiresOn(slice.callDay, slice.callDay, ruleOf(rules, product, cls));
  // What a case keeps no rule shortens; a rule that keeps it longer than the case holds for it too.
  if (slice.ofCase === true) return dataClass === "raw" ? null : latest([slice.expiresOn, end(dataClass)]);
  if (dataClass !== "raw" && dataClass !== "undefined") return end(dataClass);
  // What nobody has decided to dispose of is neither destroyed nor hidden: it gets the end back that it would have had.
  if (ruleOf(rules, product, dataClass).undecided === true) return end(dataClass);
  return earliest([former, dataClass === "undefined" ? end("undefined") : shortestOfRaw(end)]);
}

/**
 * Which classes stand in a raw slice is not known from outside. A segment with a full SSN ended with that rule when it was
 * made; a number stands in nearly all of them.
 */
function shortestOfRaw(end: (cls: DataClass) => Day): Day {
  return earliest([end("raw"), end("phone")]);
}

function latest(days: readonly Day[]): Day {
  return days.toSorted().at(-1) ?? "";
}

function earliest(days: readonly Day[]): Day {
  return days.toSorted()[0] ?? "";
}

function ruleOf(rules: RuleSet, product: Product, cls: DataClass) {
  return cls === "undefined" ? rules.undefinedRule(product) : rules.rule(product, cls);
}
