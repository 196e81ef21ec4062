import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../domain/codes.ts";
import { withoutNumbers } from "../domain/free-text.ts";
import { checkState, tightenedPart } from "../domain/rule-change.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { addChanges, replaceChanges, setRule } from "../store/index.ts";
import { checkBounds } from "./retention/check-bounds.ts";
import { detailOf, effectOf, ownRules, type RetentionEffect, type RuleStep, stepsOf } from "./retention/rule-effect.ts";

const ruleChange = z.strictObject({
  product: z.enum(Object.keys(PRODUCTS) as [Product, ...Product[]]),
  class: z.enum(Object.keys(DATA_CLASSES) as [DataClass, ...DataClass[]]),
  /** null switches the rule off: nothing of it expires. */
  keptDays: z.number().int().min(0).max(3_650).nullable(),
  /** null: never masked by rule; left out: as it is. */
  maskedAfterDays: z.number().int().min(0).max(3_650).nullable().optional(),
});

/** One rule, or several at once; each product and class at most once. */
const changes = z
  .array(ruleChange)
  .min(1)
  .max(28)
  .refine((all) => new Set(all.map((one) => `${one.product} ${one.class}`)).size === all.length, {
    message: "Name each rule once.",
  });

export const PreviewRetentionInput = z.strictObject({ changes });
export type PreviewRetentionInput = z.infer<typeof PreviewRetentionInput>;

/** A preview, and which of the steps the company has to approve before they are taken. */
export interface RetentionPreview extends RetentionEffect {
  readonly waits: readonly Pick<RuleStep, "product" | "class">[];
}

/** What a change would do, by the same predicate as the change itself. Changes nothing. */
export async function previewRetention(ctx: CompanyContext, input: PreviewRetentionInput): Promise<RetentionPreview> {
  authoriseCompany(ctx, "retention.see");
  const steps = await readSteps(ctx, PreviewRetentionInput.parse(input));
  const effect = await effectOf(ctx, steps);
  return { ...effect, waits: steps.filter((step) => step.direction === "longer") };
}

export const SetRetentionInput = z.strictObject({ changes, reason: z.string().trim().min(3).max(500) });
export type SetRetentionInput = z.infer<typeof SetRetentionInput>;

export interface SetRetention extends RetentionPreview {
  /** "waiting": nothing loosens before the company has approved; what tightens holds at once, also beside it. */
  readonly state: "set" | "waiting";
  /** The change that waits. */
  readonly changeId: string | null;
}

const WAITS_DAYS = 30;

/**
 * Sets rules. What tightens holds at once, and the worker makes it reach the past; what loosens waits for the company's own
 * approval (`decideRetention`). A data protection officer may only tighten. Answers what it does.
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
  if (preview.steps.some((step) => tightens(step))) requireStepUp(ctx);
  const changeId = preview.waits.length > 0 ? randomUUID() : null;
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const taken: RuleStep[] = [];
    const waiting: RuleStep[] = [];
    // Read again where it is written: somebody else may have tightened meanwhile, and that must not be undone.
    for (const step of stepsOf(await ownRules(tx, ctx.company.id), wanted.changes)) {
      const now = step.direction === "longer" ? tightenedPart(step.before, step.after) : step.after;
      if (step.direction === "longer") waiting.push(step);
      if (step.direction === "longer" && !loosens) throw overtaken();
      if (step.direction === "longer" && (!step.before.stored || isSame(step.before, now))) continue;
      taken.push({ ...step, after: now });
    }
    for (const step of [...taken, ...waiting]) await replaceChanges(tx, placeOf(ctx, step), ctx.clock());
    for (const step of taken) await write(tx, ctx, step, reason);
    if (waiting.length > 0) await ask(tx, ctx, changeId ?? randomUUID(), waiting, reason);
    if (taken.length > 0) await enqueue(tx, "apply-rules", { companyId: ctx.company.id });
    for (const step of taken)
      await audit(ctx, tx, { action: "retention.set", purpose: reason, detail: { ...detailOf(step) } });
    for (const step of waiting)
      await audit(ctx, tx, {
        action: "retention.asked",
        purpose: reason,
        detail: { ...detailOf(step), change: changeId },
      });
  });
  return { ...preview, state: changeId === null ? "set" : "waiting", changeId };
}

/** Writes a rule as a step says. For the verbs of rules alone: permission and approval lie before it. */
export async function write(tx: Tx, ctx: CompanyContext, step: RuleStep, reason: string): Promise<void> {
  await setRule(tx, {
    ...placeOf(ctx, step),
    keptDays: step.after.keptDays,
    maskedAfterDays: step.after.maskedAfterDays,
    reason,
    setBy: ctx.actor.accountId,
    setAt: ctx.clock(),
  });
}

async function ask(tx: Tx, ctx: CompanyContext, id: string, waiting: readonly RuleStep[], reason: string) {
  const askedAt = ctx.clock();
  await addChanges(
    tx,
    waiting.map((step) => ({
      ...placeOf(ctx, step),
      id,
      fromDays: step.before.keptDays,
      toDays: step.after.keptDays,
      fromMaskedDays: step.before.maskedAfterDays,
      toMaskedDays: step.after.maskedAfterDays,
      wasStored: step.before.stored,
      askedBy: ctx.actor.accountId,
      askedByName: ctx.actor.name,
      reason,
      askedAt,
      expiresAt: new Date(askedAt.getTime() + WAITS_DAYS * 86_400_000),
      state: "waiting",
      decidedBy: null,
      decidedByName: null,
      decidedAt: null,
    })),
  );
}

async function readSteps(ctx: CompanyContext, input: PreviewRetentionInput): Promise<RuleStep[]> {
  const own = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => ownRules(tx, ctx.company.id));
  const steps = stepsOf(own, input.changes);
  for (const step of steps) checkState(step.class, step.after);
  await checkBounds(ctx, steps);
  return steps;
}

function placeOf(ctx: CompanyContext, step: RuleStep) {
  return { companyId: ctx.company.id, product: PRODUCTS[step.product], class: DATA_CLASSES[step.class] };
}

function tightens({ before, after }: RuleStep): boolean {
  return before.stored && !isSame(before, tightenedPart(before, after));
}

function isSame(a: RuleStep["before"], b: RuleStep["before"]): boolean {
  return a.keptDays === b.keptDays && a.maskedAfterDays === b.maskedAfterDays;
}

function overtaken(): AppError {
  return new AppError("conflict", "Somebody has just changed this rule. Look at it again.", { retry: true });
}
