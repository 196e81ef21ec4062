import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { type Day, dayIn } from "../../domain/zoned-time.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { type CaseRow, changeCase, lockCase } from "../../store/index.ts";
import type { HoldGround, RestrictionGround } from "../../domain/case-grounds.ts";
import { URGENT_HERE } from "./add-case.ts";
import { carryShared } from "./carry-waiting.ts";
import { checkEnd } from "./grounds.ts";
import { prolongCase } from "./prolong-case.ts";

const reason = z.string().trim().min(3).max(500);

export const LiftCaseInput = z.strictObject({
  caseId: z.uuid(),
  reason,
  /** The day on which the person was told that the restriction ends: Art. 18(3) asks for it beforehand. */
  toldOn: z.iso.date().optional(),
});
export type LiftCaseInput = z.infer<typeof LiftCaseInput>;

/**
 * Ends a hold or a restriction. What its rule would have erased meanwhile is erased at once, the rest follows its rule again, and
 * an erasure that had left something goes on. A restriction ends only after its person has been told (Art. 18(3)).
 */
export async function liftCase(
  ctx: CompanyContext,
  input: LiftCaseInput,
): Promise<{ readonly state: CaseRow["state"] }> {
  authoriseCompany(ctx, "hold.change");
  requireStepUp(ctx);
  const asked = LiftCaseInput.parse(input);
  const { today, words } = said(ctx, asked.reason);
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = openCaseRow(await lockCase(tx, ctx.company.id, asked.caseId));
    if (row.kind === "objection" && row.decision !== "upheld")
      throw new AppError("bad-input", "An objection ends with its decision: decide it instead of lifting it.");
    if (row.kind === "restriction") checkTold(asked.toldOn, today);
    await changeCase(tx, ctx.company.id, row.id, {
      state: "lifting",
      toldOn: asked.toldOn ?? null,
      ...endedBy(ctx, words),
    });
    await audit(ctx, tx, {
      action: row.kind === "hold" ? "hold.lift" : row.kind === "restriction" ? "restriction.lift" : "objection.lift",
      purpose: words,
      detail: { case: row.id, calls: row.calls, told: asked.toldOn ?? null },
    });
    await enqueue(tx, "settle-case", { companyId: ctx.company.id, caseId: row.id });
    return { state: "lifting" };
  });
}

export const CancelCaseInput = z.strictObject({ caseId: z.uuid(), reason });
export type CancelCaseInput = z.infer<typeof CancelCaseInput>;

/**
 * Stops a case that is still being made: what a job has carried already goes back under its rules, and what these would have
 * erased meanwhile goes at once. Nobody has been told of such a restriction yet, so that no day is asked for.
 */
export async function cancelCase(
  ctx: CompanyContext,
  input: CancelCaseInput,
): Promise<{ readonly state: CaseRow["state"] }> {
  authoriseCompany(ctx, "hold.change");
  requireStepUp(ctx);
  const asked = CancelCaseInput.parse(input);
  const { words } = said(ctx, asked.reason);
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = openCaseRow(await lockCase(tx, ctx.company.id, asked.caseId));
    if (row.state !== "making")
      throw new AppError("conflict", "This case is made already. Lift it, or decide it, instead of cancelling it.");
    await changeCase(tx, ctx.company.id, row.id, { state: "lifting", ...endedBy(ctx, words) });
    await audit(ctx, tx, { action: "case.cancel", purpose: words, detail: { case: row.id, calls: row.calls } });
    await enqueue(tx, "settle-case", { companyId: ctx.company.id, caseId: row.id });
    return { state: "lifting" };
  });
}

export const RenewCaseInput = z.strictObject({ caseId: z.uuid(), endsOn: z.iso.date(), reason });
export type RenewCaseInput = z.infer<typeof RenewCaseInput>;

/**
 * A later last day, counted from today as for a new case. An earlier one is a lift. When this answers no midnight takes what the case
 * keeps, whenever the job comes that moves the rows.
 */
export async function renewCase(ctx: CompanyContext, input: RenewCaseInput): Promise<{ readonly endsOn: Day }> {
  authoriseCompany(ctx, "hold.change");
  const asked = RenewCaseInput.parse(input);
  const keeps = await renew(ctx, asked);
  if (keeps) await carryShared(ctx, { id: asked.caseId, endsOn: asked.endsOn }, URGENT_HERE);
  return { endsOn: asked.endsOn };
}

/** Whether the case keeps rows. */
async function renew(ctx: CompanyContext, asked: RenewCaseInput): Promise<boolean> {
  const { today, words } = said(ctx, asked.reason);
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = openCaseRow(await lockCase(tx, ctx.company.id, asked.caseId));
    if (row.endsOn === null || row.state !== "active" || row.endsOn < today) throw notRenewed();
    if (asked.endsOn <= row.endsOn)
      throw new AppError(
        "bad-input",
        `The new last day must lie after ${row.endsOn}. To end the case sooner, lift it.`,
      );
    checkEnd(asked.endsOn, today, row.ground as HoldGround | RestrictionGround);
    const changedAt = ctx.clock();
    await changeCase(tx, ctx.company.id, row.id, {
      state: row.keeps ? "changing" : "active",
      endsOn: asked.endsOn,
      changedAt,
    });
    await audit(ctx, tx, { action: "case.renew", purpose: words, detail: { case: row.id, until: asked.endsOn } });
    if (!row.keeps) return false;
    await enqueue(tx, "settle-case", { companyId: ctx.company.id, caseId: row.id });
    await prolongCase(tx, ctx, { id: row.id, endsOn: asked.endsOn });
    // Midnight has come in between: what had ended by then is gone, and the case with it.
    if (row.endsOn < dayIn(ctx.company.timeZone, ctx.clock())) throw notRenewed();
    return true;
  });
}

export const DecideObjectionInput = z.strictObject({
  caseId: z.uuid(),
  decision: z.enum(["upheld", "rejected"]),
  reason,
  /** The day on which the person was told of the decision; a rejected objection ends the restriction (Art. 18(3)). */
  toldOn: z.iso.date().optional(),
});
export type DecideObjectionInput = z.infer<typeof DecideObjectionInput>;

/**
 * Upheld: everything stays restricted, and the erasure can be prepared by whoever types the identifier again. Rejected: the
 * restriction ends.
 */
export async function decideObjection(
  ctx: CompanyContext,
  input: DecideObjectionInput,
): Promise<{ readonly state: CaseRow["state"] }> {
  authoriseCompany(ctx, "hold.change");
  requireStepUp(ctx);
  const asked = DecideObjectionInput.parse(input);
  const { today, words } = said(ctx, asked.reason);
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = openCaseRow(await lockCase(tx, ctx.company.id, asked.caseId));
    if (row.kind !== "objection")
      throw new AppError("bad-input", "Only an objection is decided. Lift this case instead.");
    if (asked.decision === "rejected") checkTold(asked.toldOn, today);
    const state = asked.decision === "rejected" ? "lifting" : "active";
    await changeCase(tx, ctx.company.id, row.id, {
      state,
      decision: asked.decision,
      decidedAt: ctx.clock(),
      toldOn: asked.toldOn ?? null,
      ...(asked.decision === "rejected" ? endedBy(ctx, words) : { endReason: words, changedAt: ctx.clock() }),
    });
    await audit(ctx, tx, {
      action: "objection.decide",
      purpose: words,
      detail: { case: row.id, decision: asked.decision, told: asked.toldOn ?? null },
    });
    if (state === "lifting") await enqueue(tx, "settle-case", { companyId: ctx.company.id, caseId: row.id });
    return { state };
  });
}

function notRenewed(): AppError {
  return new AppError("conflict", "This case cannot be renewed now. Look at the list again.");
}

function said(ctx: CompanyContext, text: string): { readonly today: Day; readonly words: string } {
  const now = ctx.clock();
  return { today: dayIn(ctx.company.timeZone, now), words: withoutNumbers(text, now) };
}

function endedBy(ctx: CompanyContext, words: string) {
  const now = ctx.clock();
  return {
    endedAt: now,
    endedBy: ctx.actor.accountId,
    endedByName: ctx.actor.name,
    endReason: words,
    changedAt: now,
  };
}

function openCaseRow(row: CaseRow | null): CaseRow {
  if (row === null) throw new AppError("not-found", "There is no such case. Look at the list again.");
  if (row.state === "lifting" || row.state === "ended")
    throw new AppError("conflict", "This case has ended, or is just ending. Look at the list again.");
  return row;
}

function checkTold(toldOn: Day | undefined, today: Day): void {
  if (toldOn === undefined)
    throw new AppError(
      "bad-input",
      "Tell the person first that the restriction ends (GDPR Art. 18(3)), and give the day on which you did.",
    );
  if (toldOn > today) throw new AppError("bad-input", "The day on which the person was told lies in the future.");
}
