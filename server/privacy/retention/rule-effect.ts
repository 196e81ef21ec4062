import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../../context.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../../domain/codes.ts";
import { effectiveRules, isMasked, type Rule } from "../../domain/retention.ts";
import { type Direction, directionOf, type RuleChange, type RuleState } from "../../domain/rule-change.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import { liveSlices, type Slice } from "../../keyring/index.ts";
import { listRules, listStored, readWork } from "../../store/index.ts";
import { asRules, stateOf } from "./company-rules.ts";
import { type HeldBySlice, heldBySlice } from "./held-values.ts";
import { type Night, NIGHTS, nights } from "./nights.ts";
import { RULED_CLASSES, ruleChanges, type SliceChange } from "./rule-changes.ts";

/** One rule of a change, as it stands and as it would stand. */
export interface RuleStep {
  readonly product: Product;
  readonly class: DataClass;
  readonly before: RuleState;
  readonly after: RuleState;
  readonly direction: Direction;
}

/** What changing rules does to what is already there. Destroyed keys do not come back. */
export interface RetentionEffect {
  readonly steps: readonly RuleStep[];
  /** Living day keys destroyed at once because they are past their new end, and the values under them. */
  readonly slicesDestroyed: number;
  readonly valuesDestroyed: number;
  /** Living day keys that get another end, with their values. */
  readonly slicesMoved: number;
  readonly valuesMoved: number;
  /** Values that would be shown masked to everybody from now on. */
  readonly valuesMasked: number;
  readonly destroyedBy: readonly { readonly product: Product; readonly class: DataClass; readonly values: number }[];
  /** The next nights, as they would be. */
  readonly goes: readonly Night[];
  /** An earlier change is still on its way: what it moves at this moment may be counted short by a day's values. */
  readonly settling: boolean;
}

/** The rules of a company as they stand, and the steps a change takes from there. */
export function stepsOf(own: readonly Rule[], changes: readonly RuleChange[]): RuleStep[] {
  return changes.map(({ product, class: cls, keptDays, maskedAfterDays }) => {
    const before = stateOf(own, product, cls);
    const masked = maskedAfterDays === undefined ? before.maskedAfterDays : maskedAfterDays;
    const after = { keptDays, maskedAfterDays: masked, stored: true };
    return { product, class: cls, before, after, direction: directionOf(before, after) };
  });
}

export async function ownRules(tx: Tx, companyId: number): Promise<Rule[]> {
  return asRules(await listRules(tx, companyId));
}

/** What the steps would do together, by the predicate that makes them. Changes nothing. */
export async function effectOf(ctx: CompanyContext, steps: readonly RuleStep[]): Promise<RetentionEffect> {
  const companyId = ctx.company.id;
  const slices = await liveSlices(ctx.keyring, companyId, { classes: RULED_CLASSES });
  const { own, held, work } = await withCompany(door(ctx, "web"), companyId, async (tx) => ({
    own: await ownRules(tx, companyId),
    held: await heldBySlice(tx, companyId, slices, await listStored(tx, companyId)),
    work: await readWork(tx, companyId),
  }));
  const { timeZone } = ctx.company;
  const now = ctx.clock();
  const changes = ruleChanges(slices, effectiveRules(withSteps(own, steps)), timeZone, now);
  const owed = ruleChanges(slices, effectiveRules(own), timeZone, now);
  const due = changes.filter((one) => one.due);
  const moved = changes.filter((one) => !one.due);
  const today = dayIn(timeZone, now);
  return {
    steps,
    slicesDestroyed: due.length,
    valuesDestroyed: sum(due, held),
    slicesMoved: moved.length,
    valuesMoved: sum(moved, held),
    valuesMasked: newlyMasked(slices, steps, held, today),
    destroyedBy: nights(due.map(({ slice }) => rowOf(slice, today, held)))[0]?.byProduct ?? [],
    goes: goesAfter(slices, changes, held, today),
    settling: owed.length > 0 || (work !== null && work.endedAt === null),
  };
}

/** A company's own rules with the steps taken. */
export function withSteps(own: readonly Rule[], steps: readonly RuleStep[]): Rule[] {
  const taken = steps.map(({ product, class: cls, after }) => ({ product, class: cls, ...after }));
  const others = own.filter((rule) => !taken.some((one) => one.product === rule.product && one.class === rule.class));
  return [...others, ...taken];
}

function sum(changes: readonly SliceChange[], held: HeldBySlice): number {
  return changes.reduce((total, { slice }) => total + (held.get(slice.id) ?? 0), 0);
}

function newlyMasked(slices: readonly Slice[], steps: readonly RuleStep[], held: HeldBySlice, today: Day): number {
  let masked = 0;
  for (const slice of slices) {
    const step = steps.find(
      (one) => PRODUCTS[one.product] === slice.product && DATA_CLASSES[one.class] === slice.class,
    );
    if (step === undefined || isMasked(slice.callDay, today, step.before.maskedAfterDays)) continue;
    if (isMasked(slice.callDay, today, step.after.maskedAfterDays)) masked += held.get(slice.id) ?? 0;
  }
  return masked;
}

function goesAfter(
  slices: readonly Slice[],
  changes: readonly SliceChange[],
  held: HeldBySlice,
  today: Day,
): readonly Night[] {
  const changed = new Map(changes.map((change) => [change.slice.id, change]));
  const rows = slices.flatMap((slice) => {
    const change = changed.get(slice.id);
    return change?.due === true ? [] : [rowOf(slice, change?.expiresOn ?? slice.expiresOn, held)];
  });
  return nights(rows.filter((row) => row.day > today && row.day <= addDays(today, NIGHTS)));
}

function rowOf(slice: Slice, day: Day, held: HeldBySlice) {
  return { day, product: slice.product, class: slice.class, held: held.get(slice.id) ?? 0 };
}

/** The words of a step for the audit: what stands in the database stands in the codes. */
export function detailOf(step: RuleStep): Record<string, string | number | boolean | null> {
  const { product, class: cls, before, after } = step;
  return {
    product,
    class: cls,
    before: before.keptDays,
    keptDays: after.keptDays,
    maskedBefore: before.maskedAfterDays,
    maskedAfterDays: after.maskedAfterDays,
  };
}
