import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { isAuditRule } from "../domain/audit-rule.ts";
import { DATA_CLASSES, PRODUCTS } from "../domain/codes.ts";
import type { Rule } from "../domain/retention.ts";
import { isBeyondAim, isCooled, loosenedPart } from "../domain/rule-change.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { dayIn } from "../domain/zoned-time.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { type ChangeRow, decideChanges, listCooling, lockChanges, lockRules, replaceCooling } from "../store/index.ts";
import { requireSettled } from "./approvals/require-settled.ts";
import { auditStep, detailOf as auditDetailOf, takeAudit } from "./retention/audit-change.ts";
import { checkAuditBound, checkBounds } from "./retention/check-bounds.ts";
import { changesOfRows } from "./retention/waiting-changes.ts";
import { coolingOf, ownRules, ruleParts } from "./retention/company-rules.ts";
import { requireGone } from "./retention/require-gone.ts";
import { detailOf, type RuleStep, stepsOf, withSteps } from "./retention/rule-effect.ts";
import { cool, write } from "./set-retention.ts";

export const DecideRetentionInput = z.strictObject({
  changeId: z.uuid(),
  decision: z.enum(["approve", "decline", "withdraw", "waive"]),
});
export type DecideRetentionInput = z.infer<typeof DecideRetentionInput>;

export interface DecidedRetention {
  readonly changeId: string;
  readonly state: "approved" | "declined" | "withdrawn" | "waived" | "cancelled";
}

/**
 * The company's word on a change that waits. Somebody of the company, not who asked, approves or declines what loosens; the
 * same second person skips the cool-down of what gets shorter (`waive`), or cancels it (`decline`). Who asked may withdraw
 * either. Approved or waived, the rules hold at once and reach the past.
 */
export async function decideRetention(ctx: CompanyContext, input: DecideRetentionInput): Promise<DecidedRetention> {
  const { changeId, decision } = DecideRetentionInput.parse(input);
  if (decision === "withdraw") authoriseAsker(ctx);
  else authoriseCompany(ctx, "retention.approve");
  if (decision === "approve" || decision === "waive") requireStepUp(ctx);
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await lockRules(tx, ctx.company.id);
    const rows = openRows(ctx, await lockChanges(tx, ctx.company.id, changeId), decision);
    const isCooling = rows[0]?.state === "cooling";
    const state = isCooling && decision !== "waive" ? "cancelled" : STATES[decision];
    const [first] = rows;
    // What the company both asks for and decides. A reseller's wish is decided by its first administrator, however new.
    if (first !== undefined && (decision === "waive" || (decision === "approve" && isAuditRule(first))))
      await requireSettled(tx, ctx, first.askedBy);
    if (first !== undefined && isAuditRule(first)) {
      await decideAudit(tx, ctx, first, { state, isCooling });
      return { changeId, state };
    }
    const cooling = isCooling ? [] : coolingOf(await listCooling(tx, ctx.company.id));
    const today = dayIn(ctx.company.timeZone, ctx.clock());
    const own = await ownRules(tx, ctx.company.id);
    const steps = stepsOf(own, changesOfRows(rows), today, cooling);
    if (decision === "approve" || decision === "waive") {
      await checkBounds(ctx, steps);
      if (decision === "approve") await requireLoosenable(tx, ctx, own, steps);
      for (const step of steps) await take(tx, ctx, step, { waived: isCooling, reason: rows[0]?.reason ?? "" });
      await enqueue(tx, "apply-rules", { companyId: ctx.company.id });
    }
    await settle(tx, ctx, changeId, state);
    await tell(tx, ctx, state, steps, changeId);
    return { changeId, state };
  });
}

/** What loosens may not rescue what two persons, or the end of a cool-down, have let go. */
async function requireLoosenable(
  tx: Tx,
  ctx: CompanyContext,
  own: readonly Rule[],
  steps: readonly RuleStep[],
): Promise<void> {
  const loosened = steps.map((step) => ({ ...step, after: loosenedPart(step.before, step.after) }));
  const { rulesOf } = await ruleParts(tx, ctx.company.id);
  await requireGone(tx, ctx, rulesOf(withSteps(own, loosened, dayIn(ctx.company.timeZone, ctx.clock()))));
}

/** The same word on the audit's rule, which is always asked for by itself. */
async function decideAudit(
  tx: Tx,
  ctx: CompanyContext,
  row: ChangeRow,
  { state, isCooling }: { readonly state: DecidedRetention["state"]; readonly isCooling: boolean },
): Promise<void> {
  const step = await auditStep(tx, ctx.company.id, row.toDays ?? 0, isCooling);
  if (state === "approved" || state === "waived") {
    await checkAuditBound(ctx, step.after.keptDays);
    await takeAudit(tx, ctx, step, { waived: isCooling, reason: row.reason });
    await enqueue(tx, "apply-rules", { companyId: ctx.company.id });
  }
  await settle(tx, ctx, row.id, state);
  await audit(ctx, tx, { action: `retention.${state}`, detail: { ...auditDetailOf(step), change: row.id } });
}

async function settle(tx: Tx, ctx: CompanyContext, changeId: string, state: DecidedRetention["state"]): Promise<void> {
  const by = { by: ctx.actor.accountId, byName: ctx.actor.name, at: ctx.clock() };
  await decideChanges(tx, ctx.company.id, changeId, { state, ...by });
}

/** A data protection officer asks for shorter rules, a reseller for any: whoever may ask may take it back. */
function authoriseAsker(ctx: CompanyContext): void {
  const { permissions } = ctx.actor;
  authoriseCompany(ctx, permissions.has("retention.set") ? "retention.set" : "retention.tighten");
}

/** Approved: what loosens, and nothing that would be shorter than it stands. Waived: the shorter days, masked as it stands. */
async function take(
  tx: Tx,
  ctx: CompanyContext,
  step: RuleStep,
  how: { waived: boolean; reason: string },
): Promise<void> {
  const { before, after } = step;
  if (!how.waived) {
    const loosened = { ...step, after: loosenedPart(before, after) };
    const place = { companyId: ctx.company.id, product: PRODUCTS[step.product], class: DATA_CLASSES[step.class] };
    if (isBeyondAim(before, after)) {
      await replaceCooling(tx, place, ctx.clock());
      // Longer than what was to come and shorter than what holds: it has a cool-down of its own.
      const { coolsTo: _, ...standing } = before;
      if (isCooled(standing, after)) await cool(tx, ctx, randomUUID(), [{ ...step, before: standing }], how.reason);
    }
    return await write(tx, ctx, loosened, how.reason);
  }
  if (!isCooled(before, after)) return;
  const masked = before.maskedAfterDays;
  const maskedAfterDays = masked !== null && masked < (after.keptDays ?? 0) ? masked : null;
  await write(tx, ctx, { ...step, after: { ...after, maskedAfterDays } }, how.reason);
}

const STATES = { approve: "approved", decline: "declined", withdraw: "withdrawn", waive: "waived" } as const;

function openRows(
  ctx: CompanyContext,
  rows: readonly ChangeRow[],
  decision: DecideRetentionInput["decision"],
): readonly ChangeRow[] {
  const [first] = rows;
  if (first === undefined) throw new AppError("not-found", "This change is gone. Look at the list again.");
  const isOwn = first.askedBy !== null && first.askedBy === ctx.actor.accountId;
  if (decision === "withdraw" && !isOwn)
    throw new AppError("forbidden", "Only who asked for a change may withdraw it. The company may decline it.");
  if (decision !== "withdraw" && isOwn)
    throw new AppError("forbidden", "You asked for this change yourself: somebody else of the company has to decide.");
  const wanted = decision === "approve" ? ["waiting"] : decision === "waive" ? ["cooling"] : ["waiting", "cooling"];
  const open = rows.filter((row) => wanted.includes(row.state));
  if (open.length === 0 || first.expiresAt <= ctx.clock())
    throw new AppError("conflict", "This change does not wait any more. Look at the list again.");
  // The product's own work has no account: then nobody was the first of the two persons.
  if (decision === "waive" && first.askedBy === null)
    throw new AppError("forbidden", "Nobody asked for this by name, so the cool-down cannot be skipped.");
  return open;
}

async function tell(
  tx: Tx,
  ctx: CompanyContext,
  state: DecidedRetention["state"],
  steps: readonly RuleStep[],
  change: string,
): Promise<void> {
  for (const step of steps)
    await audit(ctx, tx, { action: `retention.${state}`, detail: { ...detailOf(step), change } });
}
