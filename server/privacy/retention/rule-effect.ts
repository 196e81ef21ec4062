import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../../context.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../../domain/codes.ts";
import { isMasked, type Rule } from "../../domain/retention.ts";
import {
  coolsUntil,
  type Direction,
  directionOf,
  disabledUntil,
  isCooled,
  loosenedPart,
  partAtOnce,
  type RuleChange,
  type RuleState,
  stateAfter,
} from "../../domain/rule-change.ts";
import { type Day, dayIn } from "../../domain/zoned-time.ts";
import { liveSlices, type Slice } from "../../keyring/index.ts";
import { listCooling, listStored, readWork } from "../../store/index.ts";
import { endsAhead, rulesAhead } from "./ahead.ts";
import { type Cooling, coolingOf, ownRules, ruleParts, stateOf } from "./company-rules.ts";
import { type HeldBySlice, heldBySlice } from "./held-values.ts";
import { callsAhead, callsBefore } from "./calls-ahead.ts";
import { comingNights, type Night, nights } from "./nights.ts";
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
  /** The day with whose midnight what gets shorter takes hold; until then it can be cancelled. null when nothing has a cool-down. */
  readonly holdsOn: Day | null;
  /** Living day keys past their new end when the change takes hold, and the values under them: they are destroyed then. */
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

/** The rules of a company as they stand today, and the steps a change takes from there. */
export function stepsOf(
  own: readonly Rule[],
  changes: readonly RuleChange[],
  today: Day,
  cooling: readonly Cooling[] = [],
): RuleStep[] {
  return changes.map((change) => {
    const { product, class: cls } = change;
    const before = stateOf(own, { product, class: cls }, today, cooling);
    const after = stateAfter(before, change);
    const renewed = change.renew === true && before.keptDays === null && change.keptDays === null;
    return { product, class: cls, before, after, direction: renewed ? "longer" : directionOf(before, after) };
  });
}

/**
 * What the steps would do together, by the predicate that makes them: what loosens as if the company had said yes, what gets
 * shorter on the day its cool-down is over, or now when two persons skip that (`waived`). Changes nothing.
 */
export async function effectOf(
  ctx: CompanyContext,
  steps: readonly RuleStep[],
  { waived = false }: { readonly waived?: boolean } = {},
): Promise<RetentionEffect> {
  const companyId = ctx.company.id;
  const slices = await liveSlices(ctx.keyring, companyId, { classes: RULED_CLASSES });
  const { timeZone } = ctx.company;
  const now = ctx.clock();
  const today = dayIn(timeZone, now);
  const cooled = waived ? [] : steps.filter((step) => isCooled(step.before, step.after));
  const holdsOn = cooled.length === 0 ? null : coolsUntil(today);
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const own = await ownRules(tx, companyId);
    const parts = await ruleParts(tx, companyId);
    const held = await heldBySlice(tx, companyId, slices, await listStored(tx, companyId));
    const work = await readWork(tx, companyId);
    const cooling = coolingOf(await listCooling(tx, companyId));
    const owed = ruleChanges(slices, parts.rulesOf(own), timeZone, now);
    const nowOwn = withSteps(own, waived ? steps : steps.map(atOnceAndApproved), today);
    const rulesNow = parts.rulesOf(nowOwn);
    const changes = ruleChanges(slices, rulesNow, timeZone, now);
    const alive = settled(slices, changes);
    const trial = holdsOn === null ? [] : cooled.map((step) => coolingStep(step, holdsOn));
    const ahead = rulesAhead(parts, nowOwn, [...cooling, ...trial]);
    const ends = endsAhead(alive, ahead, timeZone);
    const without = endsAhead(alive, rulesAhead(parts, nowOwn, cooling), timeZone);
    const moves = changedBy(changes, ends, without);
    const calls = { now: { own: nowOwn, rules: rulesNow }, ahead, today };
    return {
      steps,
      holdsOn,
      slicesDestroyed: moves.destroyed.length,
      valuesDestroyed: sum(moves.destroyed, held) + (await callsBefore(tx, ctx, steps, holdsOn)),
      slicesMoved: moves.moved.length,
      valuesMoved: sum(moves.moved, held),
      valuesMasked: newlyMasked(slices, steps, held, today),
      destroyedBy: nights(moves.destroyed.map((slice) => rowOf(slice, today, held)))[0]?.byProduct ?? [],
      goes: comingNights(
        [...ends.map(({ slice, day }) => rowOf(slice, day, held)), ...(await callsAhead(tx, companyId, calls))],
        today,
      ),
      settling: owed.length > 0 || (work !== null && work.endedAt === null),
    };
  });
}

/** The part of a step that does not wait for its cool-down. */
function atOnceAndApproved(step: RuleStep): RuleStep {
  const { before, after, direction } = step;
  return { ...step, after: direction === "longer" ? loosenedPart(before, after) : partAtOnce(before, after) };
}

function coolingStep({ product, class: cls, after }: RuleStep, holdsOn: Day): Cooling {
  return { product, class: cls, keptDays: after.keptDays ?? 0, holdsOn };
}

/** The slices as they stand once the changes of this moment are made. */
function settled(slices: readonly Slice[], changes: readonly SliceChange[]): Slice[] {
  const changed = new Map(changes.map((change) => [change.slice.id, change]));
  return slices.flatMap((slice) => {
    const change = changed.get(slice.id);
    if (change === undefined) return [slice];
    return change.due ? [] : [{ ...slice, expiresOn: change.expiresOn, destroyAt: change.destroyAt }];
  });
}

/** What goes because of the change and what gets another end: at this moment, or on the day it takes hold. */
function changedBy(
  changes: readonly SliceChange[],
  ends: ReturnType<typeof endsAhead>,
  without: ReturnType<typeof endsAhead>,
): { destroyed: Slice[]; moved: Slice[] } {
  const destroyed = changes.filter((one) => one.due).map((one) => one.slice);
  const moved = changes.filter((one) => !one.due).map((one) => one.slice);
  for (const [place, end] of ends.entries()) {
    const other = without[place];
    if (other === undefined || other.day === end.day) continue;
    if (end.cutBy !== null) destroyed.push(end.slice);
    else if (!moved.some((slice) => slice.id === end.slice.id)) moved.push(end.slice);
  }
  return { destroyed, moved };
}

/** A company's own rules with the steps taken. */
export function withSteps(own: readonly Rule[], steps: readonly RuleStep[], today: Day): Rule[] {
  // What changes nothing must not become a rule of the company's own: names would count as asked for.
  const taken = steps.flatMap((step) => {
    const { product, class: cls, before, after } = step;
    if (!after.stored) return [];
    return [
      {
        product,
        class: cls,
        keptDays: after.keptDays,
        maskedAfterDays: after.maskedAfterDays,
        ...offOf(step, before, today),
      },
    ];
  });
  const others = own.filter((rule) => !taken.some((one) => one.product === rule.product && one.class === rule.class));
  return [...others, ...taken];
}

/** A rule that is switched off, or stays off for a year more, gets its end; one that was off already keeps its own. */
export function offOf(
  { after, direction }: Pick<RuleStep, "after" | "direction">,
  before: RuleState,
  today: Day,
): { disabledUntil: Day | null; formerDays: number | null } {
  if (after.keptDays !== null) return { disabledUntil: null, formerDays: null };
  const wasOff = before.keptDays === null;
  return {
    disabledUntil: wasOff && direction !== "longer" ? (before.disabledUntil ?? null) : disabledUntil(today),
    formerDays: wasOff ? (before.formerDays ?? null) : before.keptDays,
  };
}

function sum(slices: readonly Slice[], held: HeldBySlice): number {
  return slices.reduce((total, slice) => total + (held.get(slice.id) ?? 0), 0);
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
