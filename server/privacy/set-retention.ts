import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../domain/codes.ts";
import { effectiveRules, type Rule } from "../domain/retention.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { liveSlices } from "../keyring/index.ts";
import { listRules, listStored, setRule } from "../store/index.ts";
import { RULED_CLASSES } from "./retention/apply-rules.ts";
import { asRules } from "./retention/company-rules.ts";
import { ruleChanges, type SliceChange } from "./retention/rule-changes.ts";

const ruleChange = {
  product: z.enum(Object.keys(PRODUCTS) as [Product, ...Product[]]),
  class: z.enum(Object.keys(DATA_CLASSES) as [DataClass, ...DataClass[]]),
  /** null switches the rule off: nothing of it expires. */
  keptDays: z.number().int().min(0).max(3_650).nullable(),
};

export const PreviewRetentionInput = z.strictObject(ruleChange);
export type RuleChange = z.infer<typeof PreviewRetentionInput>;

/** What changing a rule does to what is already there. Destroyed keys do not come back. */
export interface RuleEffect extends RuleChange {
  readonly before: number | null;
  readonly direction: "shorter" | "longer" | "same";
  /** Living day keys destroyed at once because they are past their new end. */
  readonly slicesDestroyed: number;
  readonly valuesDestroyed: number;
  /** Living day keys that get another end, with their rows. */
  readonly slicesMoved: number;
  readonly valuesMoved: number;
}

/** What a change would do, by the same predicate as the change itself. Changes nothing. */
export async function previewRetention(ctx: CompanyContext, input: RuleChange): Promise<RuleEffect> {
  authoriseCompany(ctx, "retention.see");
  return effectOf(ctx, PreviewRetentionInput.parse(input));
}

export const SetRetentionInput = z.strictObject({ ...ruleChange, reason: z.string().trim().min(3).max(500) });
export type SetRetentionInput = z.infer<typeof SetRetentionInput>;

/**
 * Sets one rule; the worker makes it reach the past at once. Who may set rules may do both, a data protection officer only
 * tighten. Answers what it will do.
 */
export async function setRetention(ctx: CompanyContext, input: SetRetentionInput): Promise<RuleEffect> {
  const loosens = ctx.actor.permissions.has("retention.set");
  authoriseCompany(ctx, loosens ? "retention.set" : "retention.tighten");
  const { reason, ...change } = SetRetentionInput.parse(input);
  const effect = await effectOf(ctx, change);
  if (effect.direction === "longer" && !loosens) {
    throw new AppError(
      "forbidden",
      "You may only shorten this. To keep it longer, ask the reseller to change the rule.",
    );
  }
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await setRule(tx, {
      companyId: ctx.company.id,
      product: PRODUCTS[change.product],
      class: DATA_CLASSES[change.class],
      keptDays: change.keptDays,
      reason,
      setBy: ctx.actor.accountId,
      setAt: ctx.clock(),
    });
    const { product, class: cls, before, keptDays, slicesDestroyed, slicesMoved } = effect;
    await audit(ctx, tx, {
      action: "retention.set",
      purpose: reason,
      detail: { product, class: cls, before, keptDays, slicesDestroyed, slicesMoved },
    });
    await enqueue(tx, "apply-rules", { companyId: ctx.company.id });
  });
  return effect;
}

async function effectOf(ctx: CompanyContext, change: RuleChange): Promise<RuleEffect> {
  const companyId = ctx.company.id;
  const { rows, stored } = await withCompany(door(ctx, "web"), companyId, async (tx) => ({
    rows: asRules(await listRules(tx, companyId)),
    stored: await listStored(tx, companyId),
  }));
  const others = rows.filter((rule) => rule.product !== change.product || rule.class !== change.class);
  const { keptDays: before } = effectiveRules(rows).rule(change.product, change.class);
  const slices = await liveSlices(ctx.keyring, companyId, { classes: RULED_CLASSES });
  const changes = ruleChanges(
    slices,
    effectiveRules([...others, change satisfies Rule]),
    ctx.company.timeZone,
    ctx.clock(),
  );
  const held = new Map(stored.map((row) => [`${row.expiresOn} ${row.product} ${row.class}`, row.held]));
  const values = (some: readonly SliceChange[]) =>
    [...new Set(some.map(({ slice }) => `${slice.expiresOn} ${slice.product} ${slice.class}`))].reduce(
      (sum, key) => sum + (held.get(key) ?? 0),
      0,
    );
  const due = changes.filter((one) => one.due);
  const moved = changes.filter((one) => !one.due);
  return {
    ...change,
    before,
    direction: directionOf(before, change.keptDays),
    slicesDestroyed: due.length,
    valuesDestroyed: values(due),
    slicesMoved: moved.length,
    valuesMoved: values(moved),
  };
}

function directionOf(before: number | null, after: number | null): RuleEffect["direction"] {
  const days = (kept: number | null) => kept ?? Number.POSITIVE_INFINITY;
  return days(after) === days(before) ? "same" : days(after) < days(before) ? "shorter" : "longer";
}
