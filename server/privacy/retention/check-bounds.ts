import { withCompany } from "#db/with-company.ts";
import type { CompanyContext } from "../../context.ts";
import { door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { AUDIT_RULE } from "../../domain/audit-rule.ts";
import { DATA_CLASSES, nameOf } from "../../domain/codes.ts";
import { beyondDecision } from "../../domain/disposal.ts";
import { beyondBound } from "../../domain/rule-change.ts";
import { type BoundRow, listBounds, readDisposal } from "../../store/index.ts";
import type { RuleStep } from "./rule-effect.ts";

/**
 * Throws AppError "bad-input" for a rule beyond what the operator of the installation allows (which bound, and by whom), or
 * beyond what a public body has decided.
 */
export async function checkBounds(ctx: CompanyContext, steps: readonly RuleStep[]): Promise<void> {
  const disposal = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => readDisposal(tx, ctx.company.id));
  for (const { product, class: cls, after } of steps) {
    const beyond = beyondDecision(disposal, { product, class: cls, keptDays: after.keptDays });
    if (beyond !== null) throw new AppError("bad-input", decisionSentence(cls, beyond));
  }
  const bounds = await listBounds(door(ctx, "web"));
  for (const { class: cls, after } of steps) {
    const bound = bounds.find((one) => one.class === DATA_CLASSES[cls]);
    const side = beyondBound(after.keptDays, bound);
    if (bound !== undefined && side !== null) throw new AppError("bad-input", sentence(bound, side));
  }
}

/** The same for the audit's rule; a disposal decision is about call records and says nothing of it. */
export async function checkAuditBound(ctx: CompanyContext, keptDays: number): Promise<void> {
  const bound = (await listBounds(door(ctx, "web"))).find((one) => one.class === AUDIT_RULE.class);
  const side = beyondBound(keptDays, bound);
  if (bound !== undefined && side !== null) throw new AppError("bad-input", sentence(bound, side));
}

function decisionSentence(cls: string, { side, days }: { side: "short" | "long"; days: number }): string {
  return side === "long"
    ? `The disposal decision lets class ${cls} be kept for ${days} days at most. Choose ${days} days or fewer.`
    : `The disposal decision wants class ${cls} kept for ${days} days at least. Choose ${days} days or more.`;
}

function sentence(bound: BoundRow, side: "short" | "long"): string {
  const cls = bound.class === AUDIT_RULE.class ? "audit" : (nameOf(DATA_CLASSES, bound.class) ?? "this class");
  const said = `by ${bound.setByName} on ${bound.setAt.toISOString().slice(0, 10)}`;
  return side === "long"
    ? `The operator of this installation lets class ${cls} be kept for ${bound.longestDays} days at most (set ${said}). Choose ${bound.longestDays} days or fewer, or ask the operator.`
    : `The operator of this installation wants class ${cls} kept for ${bound.shortestDays} days at least (set ${said}). Choose ${bound.shortestDays} days or more, or ask the operator.`;
}
