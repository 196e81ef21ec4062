import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit, subjectPseudonym } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { withoutNumbers } from "../domain/free-text.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { revealSubjects, suspendSubjects } from "../keyring/index.ts";
import { addErasure } from "../store/index.ts";
import { commitTo, freshNonce } from "./erase/commitment.ts";
import { type Gathered, gather, samePerson } from "./erase/gather.ts";
import { type ErasurePlan, sealPlan } from "./erase/plan.ts";
import { partyClassOf } from "./preview-erasure.ts";
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
  readonly startsAt: Date;
  /**
   * Ties the certificate to its person: SHA-256 over "gallra-person-v1", this and the identifier is the commitment in it.
   * Handed out here, once, and stored nowhere: whoever holds it could try all numbers.
   */
  readonly nonce: string;
}

/** Begins an erasure: the worker destroys what is selected when the grace is over, and nobody reads it meanwhile. */
export async function requestErasure(
  ctx: CompanyContext,
  input: z.input<typeof RequestErasureInput>,
): Promise<RequestedErasure> {
  authoriseCompany(ctx, "data.erase");
  requireStepUp(ctx);
  const asked = RequestErasureInput.parse(input);
  const erasureId = randomUUID();
  const nonce = freshNonce();
  const now = ctx.clock();
  // It stands on the certificate for years: a number in it would outlive the person's erasure.
  const reason = withoutNumbers(asked.reason, now);
  const startsAt = new Date(now.getTime() + asked.graceMinutes * 60_000);
  const { gathered, whole } = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const selection = await liveSelection(tx, ctx, asked.selectionId);
    return { gathered: await gather(tx, ctx, asked.selectionId), whole: selection.whole };
  });
  const calls = gathered.facts.size;
  if (calls === 0) throw new AppError("gone", "Everything in this selection is gone already.");
  if (calls !== asked.typedCount) {
    throw new AppError(
      "conflict",
      `The selection holds ${calls} calls now, not ${asked.typedCount}. Look at the preview again and type that number.`,
    );
  }
  const { plan, named } = await makePlan(ctx, gathered, whole, asked.othersElsewhere);
  const sealed = await sealPlan(ctx.keyring, ctx.company.id, erasureId, plan, startsAt);
  const about = await subjectPseudonym(ctx, firstSubject(gathered));
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await addErasure(tx, {
      companyId: ctx.company.id,
      id: erasureId,
      accountId: ctx.actor.accountId,
      selectionId: asked.selectionId,
      intentId: erasureId,
      certificateId: null,
      state: "waiting",
      step: "waiting",
      reason,
      progress: 0,
      total: calls,
      epoch: null,
      raisedAt: null,
      graceUntil: startsAt,
      createdAt: now,
      updatedAt: now,
      finishedAt: null,
      error: null,
      detail: {
        scope: whole ? "person" : "rows",
        plan: sealed,
        commitments: named.map((one) => commitTo(nonce, one)),
        by: ctx.actor.name,
      },
    });
    await audit(ctx, tx, {
      action: "data.erase",
      subject: about,
      purpose: reason,
      detail: {
        erasure: erasureId,
        calls,
        scope: whole ? "person" : "rows",
        others: asked.othersElsewhere,
        grace: asked.graceMinutes,
      },
    });
    await enqueue(tx, "erase", { companyId: ctx.company.id, erasureId }, { startAfter: startsAt });
  });
  await hideUntil(ctx, plan, startsAt, asked.graceMinutes);
  return { erasureId, startsAt, nonce };
}

/** Chosen rows are hidden with the whole identifier, but only where somebody would otherwise read them through a grace. */
async function hideUntil(ctx: CompanyContext, plan: ErasurePlan, until: Date, graceMinutes: number): Promise<void> {
  const ids = [...plan.destroy.map((one) => one.id), ...(graceMinutes === 0 ? [] : plan.divide.map((one) => one.old))];
  if (ids.length > 0) await suspendSubjects(ctx.keyring, ctx.company.id, ids.map(hexBytes), until);
}

function firstSubject(gathered: Gathered): Buffer | undefined {
  const hex = gathered.selected.find((row) => row.subject !== null)?.subject;
  return hex === null || hex === undefined ? undefined : hexBytes(hex);
}

/**
 * The subjects selected and, of the same person in the same calls, the others. Whole: every row of the selected goes;
 * otherwise their rows in the selection. Of the others the rows in these calls go, or all where that was asked for.
 */
async function makePlan(
  ctx: CompanyContext,
  gathered: Gathered,
  whole: boolean,
  othersElsewhere: boolean,
): Promise<{ plan: ErasurePlan; named: string[] }> {
  const own = new Map<string, number>();
  for (const row of gathered.selected) if (row.subject !== null) own.set(row.subject, row.class);
  const others = new Map<string, number>();
  for (const row of samePerson(gathered.selected, gathered.beside)) {
    if (row.subject !== null && !own.has(row.subject)) others.set(row.subject, row.class);
  }
  const goes = (cls: number, all: boolean) => all || ONE_A_RECORD.has(cls);
  const subjects = [
    ...[...own].map(([id, cls]) => ({ id, cls, all: goes(cls, whole) })),
    ...[...others].map(([id, cls]) => ({ id, cls, all: goes(cls, othersElsewhere) })),
  ];
  const revealed = await revealSubjects(
    ctx.keyring,
    ctx.company.id,
    subjects.map((one) => hexBytes(one.id)),
  );
  const plan: ErasurePlan = {
    version: 1,
    destroy: subjects.filter((one) => one.all).map(({ id, cls }) => ({ id, class: cls })),
    divide: subjects.filter((one) => !one.all).map(({ id, cls }) => ({ old: id, new: freshSubjectId(), class: cls })),
    identifiers: [],
  };
  const named = new Set<string>();
  for (const { id, cls, all } of subjects) {
    const canonical = revealed.get(id)?.canonical;
    if (canonical === undefined) continue;
    if (own.has(id)) named.add(canonical);
    // Bytes are looked through, and a watermark is set, for whoever goes altogether; many share a birthday or a name.
    if (!all || ONE_A_RECORD.has(cls) || plan.identifiers.some((known) => known.canonical === canonical)) continue;
    const partyClass = partyClassOf(cls);
    plan.identifiers.push({
      class: partyClass,
      canonical,
      last8: partyClass === "phone" ? canonical.replace(/\D/g, "").slice(-8) : null,
    });
  }
  return { plan, named: [...named] };
}

/** Truncated numbers and names have a subject a record: with the row its whole subject goes. */
const ONE_A_RECORD: ReadonlySet<number> = new Set([3, 4]);

/** As the keyring makes them: 96 random bits and 32 zero bits. */
function freshSubjectId(): string {
  return `${randomBytes(12).toString("hex")}00000000`;
}

function hexBytes(hex: string): Buffer {
  return Buffer.from(hex, "hex");
}
