import type { CompanyContext } from "../../context.ts";
import type { RuleState } from "../../domain/rule-change.ts";
import type { ChangeRow } from "../../store/index.ts";

const WAITS_DAYS = 30;

/** A change of one rule as it is written down when it is asked for; `place` says which rule by its codes. */
export function changeRow(
  ctx: CompanyContext,
  id: string,
  place: Pick<ChangeRow, "companyId" | "product" | "class">,
  { before, after }: { readonly before: RuleState; readonly after: RuleState },
  reason: string,
): Omit<ChangeRow, "state"> {
  const askedAt = ctx.clock();
  return {
    ...place,
    id,
    fromDays: before.keptDays,
    toDays: after.keptDays,
    fromMaskedDays: before.maskedAfterDays,
    toMaskedDays: after.maskedAfterDays,
    wasStored: before.stored,
    askedBy: ctx.actor.accountId,
    askedByName: ctx.actor.name,
    reason,
    askedAt,
    expiresAt: new Date(askedAt.getTime() + WAITS_DAYS * 86_400_000),
    holdsOn: null,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
  };
}
