import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door, reaches } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { PRODUCTS, type Product } from "../domain/codes.ts";
import { DEFAULT_RULES } from "../domain/retention.ts";
import type { RuleChange } from "../domain/rule-change.ts";
import { dayIn } from "../domain/zoned-time.ts";
import { findCompany } from "../store/index.ts";
import { ownRules } from "./retention/company-rules.ts";
import { stepsOf } from "./retention/rule-effect.ts";

export const RetentionTemplateInput = z.strictObject({
  /** The rules of another company of the same reseller; left out: the defaults. */
  from: z.string().max(64).optional(),
  /** Left out: all products. */
  product: z.enum(Object.keys(PRODUCTS) as [Product, ...Product[]]).optional(),
});
export type RetentionTemplateInput = z.infer<typeof RetentionTemplateInput>;

/**
 * Several rules at once: the defaults, or those of another company. Answers only what differs, as a change to preview and to
 * set. Names that a company does not store stay unstored: asking for them is a decision of its own.
 */
export async function retentionTemplate(
  ctx: CompanyContext,
  input: RetentionTemplateInput,
): Promise<{ changes: RuleChange[] }> {
  authoriseCompany(ctx, "retention.set");
  const { from, product } = RetentionTemplateInput.parse(input);
  const mine = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => ownRules(tx, ctx.company.id));
  const theirs = from === undefined ? [] : await rulesOf(ctx, from);
  const wanted = DEFAULT_RULES.map((rule) => {
    const own = theirs.find((one) => one.product === rule.product && one.class === rule.class);
    return { maskedAfterDays: null, ...rule, ...own };
  });
  const changes = wanted
    .filter((rule) => product === undefined || rule.product === product)
    .map(({ product: of, class: cls, keptDays, maskedAfterDays = null }) => ({
      product: of,
      class: cls,
      keptDays,
      maskedAfterDays,
    }));
  const steps = stepsOf(mine, changes, dayIn(ctx.company.timeZone, ctx.clock()));
  return { changes: changes.filter((_, i) => steps[i]?.direction !== "same" && steps[i]?.before.stored === true) };
}

/** A company that the actor does not reach is answered like one that does not exist. */
async function rulesOf(ctx: CompanyContext, slug: string) {
  const company = await findCompany(door(ctx, "web"), { slug });
  if (company === null || !reaches(ctx.actor, company))
    throw new AppError("not-found", "There is no such company. Choose one of your own companies.");
  return withCompany(door(ctx, "web"), company.id, (tx) => ownRules(tx, company.id));
}
