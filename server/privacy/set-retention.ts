import { z } from "zod";
import { authoriseCompany, type CompanyContext } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { DATA_CLASSES, type DataClass, PRODUCTS, type Product } from "../domain/codes.ts";

export const RuleChange = z.strictObject({
  product: z.enum(Object.keys(PRODUCTS) as [Product, ...Product[]]),
  class: z.enum(Object.keys(DATA_CLASSES) as [DataClass, ...DataClass[]]),
  /** null switches the rule off: nothing of it expires. */
  keptDays: z.number().int().min(0).max(3_650).nullable(),
});
export type RuleChange = z.infer<typeof RuleChange>;

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

export const PreviewRetentionInput = RuleChange;
export type PreviewRetentionInput = RuleChange;

/** What a change would do, by the same predicate as the change itself. Changes nothing. */
export async function previewRetention(ctx: CompanyContext, input: PreviewRetentionInput): Promise<RuleEffect> {
  authoriseCompany(ctx, "retention.see");
  RuleChange.parse(input);
  throw new AppError("unavailable", "Retention is not there yet.");
}

export const SetRetentionInput = z.strictObject({
  ...RuleChange.shape,
  reason: z.string().trim().min(3).max(500),
});
export type SetRetentionInput = z.infer<typeof SetRetentionInput>;

/** Sets one rule; it reaches the past at once. A reseller may set, a DPO only tighten. */
export async function setRetention(ctx: CompanyContext, input: SetRetentionInput): Promise<RuleEffect> {
  authoriseCompany(ctx, "retention.set");
  SetRetentionInput.parse(input);
  throw new AppError("unavailable", "Retention is not there yet.");
}
