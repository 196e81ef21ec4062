import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../domain/codes.ts";
import { withoutNumbers } from "../domain/free-text.ts";
import {
  checkState,
  coolsUntil,
  isCooled,
  partAtOnce,
  type RuleChange,
  type RuleState,
} from "../domain/rule-change.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { dayIn, startOfDay } from "../domain/zoned-time.ts";
import { addChanges, listCooling, lockRules, replaceChanges, setRule } from "../store/index.ts";
import { changeRow } from "./retention/change-row.ts";
import { checkBounds } from "./retention/check-bounds.ts";
import { companyRules, coolingOf, ownRules } from "./retention/company-rules.ts";
import { detailOf, effectOf, offOf, type RetentionEffect, type RuleStep, stepsOf } from "./retention/rule-effect.ts";

const ruleChange = z.strictObject({
  product: z.enum(Object.keys(PRODUCTS) as [Product, ...Product[]]),
  class: z.enum(Object.keys(DATA_CLASSES) as [DataClass, ...DataClass[]]),
  /** null switches the rule off: nothing of it expires; left out: as it is, a shortening in its cool-down included. */
  keptDays: z.number().int().min(0).max(3_650).nullable().optional(),
  /** null: never masked by rule; left out: as it is. */
  maskedAfterDays: z.number().int().min(0).max(3_650).nullable().optional(),
  /** With `keptDays` null, for a rule that is switched off: it stays so for twelve months more. */
  renew: z.boolean().optional(),
});

/** One rule, or several at once; each product and class at most once. */
const changes = z
  .array(ruleChange)
  .min(1)
  .max(28)
  .refine((all) => new Set(all.map((one) => `${one.product} ${one.class}`)).size === all.length, {
    message: "Name each rule once.",
  });

export const PreviewRetentionInput = z.strictObject({
  changes,
  /** As if two persons had skipped the cool-down. */
  waived: z.boolean().optional(),
});
export type PreviewRetentionInput = z.infer<typeof PreviewRetentionInput>;

/** A preview, and which of the steps the company has to approve before they are taken. */
export interface RetentionPreview extends RetentionEffect {
  readonly waits: readonly Pick<RuleStep, "product" | "class">[];
  /** Which take hold after their cool-down. */
  readonly cools: readonly Pick<RuleStep, "product" | "class">[];
}

/** What a change would do, by the same predicate as the change itself. Changes nothing. */
export async function previewRetention(ctx: CompanyContext, input: PreviewRetentionInput): Promise<RetentionPreview> {
  authoriseCompany(ctx, "retention.see");
  const { waived = false, ...wanted } = PreviewRetentionInput.parse(input);
  const steps = await readSteps(ctx, wanted, waived);
  const effect = await effectOf(ctx, steps, { waived });
  return {
    ...effect,
    waits: steps.filter((step) => step.direction === "longer"),
    cools: waived ? [] : steps.filter((step) => isCooled(step.before, step.after)),
  };
}

export const SetRetentionInput = z.strictObject({ changes, reason: z.string().trim().min(3).max(500) });
export type SetRetentionInput = z.infer<typeof SetRetentionInput>;

export interface SetRetention extends RetentionPreview {
  /**
   * "waiting": something loosens, and holds when the company has approved it. "cooling": something gets shorter, and holds when
   * its cool-down is over, also beside what waits. "set": it holds now.
   */
  readonly state: "set" | "cooling" | "waiting";
  /** The change that waits for the company's word. */
  readonly changeId: string | null;
  /** The change in its cool-down; until `holdsOn` it can be cancelled, and two persons may skip the wait. */
  readonly coolingId: string | null;
}

/**
 * Sets rules. Masking earlier holds at once; fewer days hold after a cool-down, in which they can be cancelled
 * (`decideRetention`); what loosens waits for the company's own approval. A data protection officer may only tighten.
 */
export async function setRetention(ctx: CompanyContext, input: SetRetentionInput): Promise<SetRetention> {
  const loosens = ctx.actor.permissions.has("retention.set");
  authoriseCompany(ctx, loosens ? "retention.set" : "retention.tighten");
  const { reason: words, ...wanted } = SetRetentionInput.parse(input);
  const reason = withoutNumbers(words, ctx.clock());
  const preview = await previewRetention(ctx, wanted);
  if (preview.waits.length > 0 && !loosens) {
    throw new AppError(
      "forbidden",
      "You may only shorten this. To keep it longer, ask the reseller to change the rule.",
    );
  }
  if (preview.steps.some(({ before, after }) => isCooled(before, after) || masksEarlier(before, after)))
    requireStepUp(ctx);
  const changeId = preview.waits.length > 0 ? randomUUID() : null;
  const coolingId = preview.cools.length > 0 ? randomUUID() : null;
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const today = dayIn(ctx.company.timeZone, ctx.clock());
    await lockRules(tx, ctx.company.id);
    // Read again where it is written: somebody else may have tightened meanwhile, and that must not be undone.
    const cooling = coolingOf(await listCooling(tx, ctx.company.id));
    const steps = stepsOf(await ownRules(tx, ctx.company.id), wanted.changes, today, cooling);
    const waiting = steps.filter((step) => step.direction === "longer");
    if (waiting.length > 0 && !loosens) throw overtaken();
    for (const step of steps) await replaceChanges(tx, placeOf(ctx, step), ctx.clock());
    await mask(tx, ctx, steps, reason);
    const cooled = steps.filter((step) => isCooled(step.before, step.after));
    if (cooled.length > 0) await cool(tx, ctx, coolingId ?? randomUUID(), cooled, reason);
    if (waiting.length > 0) await ask(tx, ctx, changeId ?? randomUUID(), waiting, reason);
  });
  return {
    ...preview,
    state: changeId !== null ? "waiting" : coolingId !== null ? "cooling" : "set",
    changeId,
    coolingId,
  };
}

/** What is masked earlier holds at once: it destroys nothing. */
async function mask(tx: Tx, ctx: CompanyContext, steps: readonly RuleStep[], reason: string): Promise<void> {
  for (const step of steps.filter(({ before, after }) => masksEarlier(before, after))) {
    const atOnce: RuleStep = { ...step, after: partAtOnce(step.before, step.after), direction: "shorter" };
    await write(tx, ctx, atOnce, reason);
    await audit(ctx, tx, { action: "retention.set", purpose: reason, detail: detailOf(atOnce) });
  }
}

/** Puts shortenings into their cool-down. For the verbs of rules alone. */
export async function cool(tx: Tx, ctx: CompanyContext, id: string, cooled: readonly RuleStep[], reason: string) {
  const holdsOn = coolsUntil(dayIn(ctx.company.timeZone, ctx.clock()));
  await addChanges(
    tx,
    cooled.map((step) => ({
      ...changeRow(ctx, id, placeOf(ctx, step), step, reason),
      toMaskedDays: step.before.maskedAfterDays,
      expiresAt: startOfDay(holdsOn, ctx.company.timeZone),
      state: "cooling",
      holdsOn,
    })),
  );
  for (const step of cooled)
    await audit(ctx, tx, {
      action: "retention.cooling",
      purpose: reason,
      detail: { ...detailOf(step), change: id, holdsOn },
    });
}

/** Writes a rule as a step says. For the verbs of rules alone: permission and approval lie before it. */
export async function write(tx: Tx, ctx: CompanyContext, step: RuleStep, reason: string): Promise<void> {
  await setRule(tx, {
    ...placeOf(ctx, step),
    keptDays: step.after.keptDays,
    maskedAfterDays: step.after.maskedAfterDays,
    ...offOf(step, step.before, dayIn(ctx.company.timeZone, ctx.clock())),
    reason,
    setBy: ctx.actor.accountId,
    setAt: ctx.clock(),
  });
}

async function ask(tx: Tx, ctx: CompanyContext, id: string, waiting: readonly RuleStep[], reason: string) {
  await addChanges(
    tx,
    waiting.map((step) => ({ ...changeRow(ctx, id, placeOf(ctx, step), asWritten(step), reason), state: "waiting" })),
  );
  for (const step of waiting)
    await audit(ctx, tx, { action: "retention.asked", purpose: reason, detail: { ...detailOf(step), change: id } });
}

/** Days that were left alone are those that come: approved later, the word for the rest does not call the shortening off. */
function asWritten(step: RuleStep): RuleStep {
  const { coolsTo, ...after } = step.after;
  return coolsTo === undefined ? step : { ...step, after: { ...after, keptDays: coolsTo } };
}

async function readSteps(
  ctx: CompanyContext,
  input: { changes: readonly RuleChange[] },
  waived: boolean,
): Promise<RuleStep[]> {
  const { own, cooling, rules } = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => ({
    own: await ownRules(tx, ctx.company.id),
    cooling: waived ? [] : coolingOf(await listCooling(tx, ctx.company.id)),
    rules: await companyRules(tx, ctx.company.id),
  }));
  const steps = stepsOf(own, input.changes, dayIn(ctx.company.timeZone, ctx.clock()), cooling);
  for (const step of steps) {
    checkState(step.class, step.after);
    if (rules.rule(step.product, step.class).undecided === true) throw undecided(step);
  }
  await checkBounds(ctx, steps);
  return steps;
}

function placeOf(ctx: CompanyContext, step: RuleStep) {
  return { companyId: ctx.company.id, product: PRODUCTS[step.product], class: DATA_CLASSES[step.class] };
}

function masksEarlier(before: RuleState, after: RuleState): boolean {
  return before.stored && partAtOnce(before, after).maskedAfterDays !== before.maskedAfterDays;
}

function undecided({ product, class: cls }: RuleStep): AppError {
  return new AppError(
    "conflict",
    `This company is a public body, and no disposal decision covers ${cls} of product ${product}: no rule runs for it. Record the decision first, under Disposal decisions.`,
  );
}

function overtaken(): AppError {
  return new AppError("conflict", "Somebody has just changed this rule. Look at it again.", { retry: true });
}
