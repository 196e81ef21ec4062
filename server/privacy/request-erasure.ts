import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit, subjectPseudonym } from "../audit/index.ts";
import { authoriseCompany, boundsOf, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { withoutNumbers } from "../domain/free-text.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { addApproval, addErasure, countErasures, epochSeen, holdFence } from "../store/index.ts";
import { LAPSES_AFTER_DAYS } from "./approvals/lapse-approvals.ts";
import { needsSecond, type SecondReason } from "./approvals/needs-second.ts";
import type { WaitingPreview } from "./approvals/waiting-erasures.ts";
import { commitTo, freshNonce } from "./erase/commitment.ts";
import { hexBytes } from "./erase/erasure-work.ts";
import { type Gathered, gather } from "./erase/gather.ts";
import { hideUntil } from "./erase/hide-until.ts";
import { makePlan } from "./erase/make-plan.ts";
import { sealPlan } from "./erase/plan.ts";
import { refuseErasure, whyRefused } from "./erase/refuse-erasure.ts";
import { bySourceOf, rowsElsewhere } from "./erase/selection-counts.ts";
import { liveSelection } from "./seek/live-selection.ts";

export const RequestErasureInput = z.strictObject({
  selectionId: z.uuid(),
  reason: z.string().trim().min(3).max(500),
  /** The number of calls as the person typed it; must equal the preview's. */
  typedCount: z.number().int().positive(),
  /** Whether the person's other identifiers are erased outside these calls too. */
  othersElsewhere: z.boolean().default(false),
  /** Minutes in which it can be undone; nobody reads the data meanwhile. 0 = at once. */
  graceMinutes: z.number().int().min(0).max(1_440).default(0),
});
export type RequestErasureInput = z.infer<typeof RequestErasureInput>;

export interface RequestedErasure {
  readonly erasureId: string;
  /** waiting = within its grace, asked = a second person has to approve it, refused = the law of public bodies forbids it now. */
  readonly state: "waiting" | "asked" | "refused";
  /** null until a second person has approved it. */
  readonly startsAt: Date | null;
  /** Why one person is not enough; empty otherwise. */
  readonly why: readonly SecondReason[];
  /** Of a refusal. */
  readonly certificateId: string | null;
  /**
   * Ties the certificate to its person: SHA-256 over "gallra-person-v1", this and the identifier is the commitment in it.
   * Handed out here, once, and stored nowhere: whoever holds it could try all numbers.
   */
  readonly nonce: string;
}

/**
 * Begins an erasure: the worker destroys what is selected when the grace is over, and nobody reads it meanwhile. Where one
 * person is not enough it waits, unhidden, for a second one; where a public body has no disposal decision it is refused, and a
 * certificate says why.
 */
export async function requestErasure(
  ctx: CompanyContext,
  input: z.input<typeof RequestErasureInput>,
): Promise<RequestedErasure> {
  authoriseCompany(ctx, "data.erase");
  requireStepUp(ctx);
  const asked = RequestErasureInput.parse(input);
  const now = ctx.clock();
  // It stands on the certificate for years: a number in it would outlive the person's erasure.
  const reason = withoutNumbers(asked.reason, now);
  const { gathered, whole, refusedFor, epoch } = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const selection = await liveSelection(tx, ctx, asked.selectionId);
    const seen = await epochSeen(tx, ctx.company.id);
    const found = await gather(tx, ctx, asked.selectionId);
    return { gathered: found, whole: selection.whole, refusedFor: await whyRefused(tx, ctx), epoch: seen };
  });
  requireCount(gathered.facts.size, asked.typedCount);
  const { plan, named } = await makePlan(ctx, gathered, whole, asked.othersElsewhere);
  const nonce = freshNonce();
  const commitments = named.map((one) => commitTo(nonce, one));
  const wish = { id: randomUUID(), asked, reason, whole, calls: gathered.facts.size, commitments, now };
  const nothing = { why: [], certificateId: null, startsAt: null };
  if (refusedFor.length > 0) {
    const certificateId = await refuseErasure(ctx, wish, refusedFor);
    return { ...nothing, erasureId: wish.id, state: "refused", certificateId, nonce };
  }
  const startsAt = new Date(now.getTime() + asked.graceMinutes * 60_000);
  const sealed = await sealPlan(ctx.keyring, ctx.company.id, wish.id, plan, startsAt);
  const about = await subjectPseudonym(ctx, firstSubject(gathered));
  const calls = await callsOf(ctx, gathered, whole);
  const why = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await holdFence(tx, ctx.company.id, epoch).catch(changedMeanwhile);
    await guardOpenErasures(tx, ctx);
    const reasons = await needsSecond(tx, ctx.company.id, { canonicals: named, calls, now });
    const waits = reasons.length > 0;
    await addRow(tx, ctx, wish, { sealed, state: waits ? "asked" : "waiting", graceUntil: waits ? null : startsAt });
    if (waits) await ask(tx, ctx, wish, reasons, previewOf(gathered, wish, plan.destroy.length + plan.divide.length));
    await audit(ctx, tx, {
      action: "data.erase",
      subject: about,
      purpose: reason,
      detail: {
        erasure: wish.id,
        calls: wish.calls,
        scope: whole ? "person" : "rows",
        others: asked.othersElsewhere,
        grace: asked.graceMinutes,
        second: reasons.join(" "),
      },
    });
    if (!waits) await enqueue(tx, "erase", { companyId: ctx.company.id, erasureId: wish.id }, { startAfter: startsAt });
    return reasons;
  });
  if (why.length > 0) return { ...nothing, erasureId: wish.id, state: "asked", why, nonce };
  await hideUntil(ctx, plan, startsAt, asked.graceMinutes);
  return { ...nothing, erasureId: wish.id, state: "waiting", startsAt, nonce };
}

async function guardOpenErasures(tx: Tx, ctx: CompanyContext): Promise<void> {
  const most = boundsOf(ctx).erasuresOfCompany;
  if ((await countErasures(tx, ctx.company.id, ["asked", "waiting"])) < most) return;
  throw new AppError(
    "limit",
    `${most} erasures of this company wait already. Decide on them, or wait until they begin.`,
  );
}

/** Another erasure has begun to move the same people to other ids: this one would look for them under the old ones. */
function changedMeanwhile(error: unknown): never {
  if (!(error instanceof AppError && error.code === "fenced")) throw error;
  throw new AppError(
    "conflict",
    "Something else of this company was just being erased or held. Nothing has been asked for yet: try again.",
    { retry: true },
  );
}

/** What somebody asked for, as far as it is written down. */
export interface ErasureWish {
  readonly id: string;
  readonly asked: RequestErasureInput;
  readonly reason: string;
  readonly whole: boolean;
  readonly calls: number;
  readonly commitments: readonly string[];
  readonly now: Date;
}

function requireCount(calls: number, typed: number): void {
  if (calls === 0) throw new AppError("gone", "Everything in this selection is gone already.");
  if (calls === typed) return;
  throw new AppError(
    "conflict",
    `The selection holds ${calls} calls now, not ${typed}. Look at the preview again and type that number.`,
  );
}

async function addRow(
  tx: Tx,
  ctx: CompanyContext,
  wish: ErasureWish,
  { sealed, state, graceUntil }: { sealed: string; state: string; graceUntil: Date | null },
): Promise<void> {
  await addErasure(tx, {
    companyId: ctx.company.id,
    id: wish.id,
    accountId: ctx.actor.accountId,
    selectionId: wish.asked.selectionId,
    intentId: wish.id,
    certificateId: null,
    state,
    step: state,
    reason: wish.reason,
    progress: 0,
    total: wish.calls,
    epoch: null,
    raisedAt: null,
    graceUntil,
    createdAt: wish.now,
    updatedAt: wish.now,
    finishedAt: null,
    error: null,
    detail: {
      scope: wish.whole ? "person" : "rows",
      plan: sealed,
      commitments: wish.commitments,
      by: ctx.actor.name,
    },
  });
}

async function ask(
  tx: Tx,
  ctx: CompanyContext,
  wish: ErasureWish,
  why: readonly SecondReason[],
  preview: WaitingPreview,
): Promise<void> {
  await addApproval(tx, {
    companyId: ctx.company.id,
    erasureId: wish.id,
    askedAt: wish.now,
    lapsesAt: new Date(wish.now.getTime() + LAPSES_AFTER_DAYS * 86_400_000),
    graceMinutes: wish.asked.graceMinutes,
    askedBy: ctx.actor.accountId,
    askedByName: ctx.actor.name,
    why,
    preview,
    state: "waiting",
  });
}

function previewOf(gathered: Gathered, wish: ErasureWish, subjects: number): WaitingPreview {
  const own = new Set(gathered.selected.flatMap((row) => (row.subject === null ? [] : [row.subject])));
  return {
    rows: wish.calls,
    bySource: bySourceOf(gathered),
    scope: wish.whole ? "person" : "rows",
    identifiers: own.size,
    rawRecords: [...gathered.facts.values()].filter((row) => row.segmentId !== null).length,
    othersElsewhere: wish.asked.othersElsewhere,
    others: Math.max(0, subjects - own.size),
  };
}

/** In how many calls the selected identifiers stand, chosen or not: a choice of few rows of a frequent number is one of it. */
async function callsOf(ctx: CompanyContext, gathered: Gathered, whole: boolean): Promise<number> {
  const subjects = new Map(
    gathered.selected.flatMap((row) => (row.subject === null ? [] : [[row.subject, row.class] as const])),
  );
  return gathered.facts.size + (whole ? 0 : await rowsElsewhere(ctx, subjects, gathered.selected));
}

function firstSubject(gathered: Gathered): Buffer | undefined {
  const hex = gathered.selected.find((row) => row.subject !== null)?.subject;
  return hex === null || hex === undefined ? undefined : hexBytes(hex);
}
