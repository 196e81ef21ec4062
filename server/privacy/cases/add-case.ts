import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { addCase, type CaseKind, type CaseRow, caseById, changeCase, openCase, raiseFence } from "../../store/index.ts";
import { liveSelection } from "../seek/live-selection.ts";
import type { Keeping } from "./slices-of-case.ts";
import { carryUrgent } from "./carry-waiting.ts";
import {
  HOLD_GROUNDS,
  type HoldGround,
  RESTRICTION_GROUNDS,
  type RestrictionGround,
} from "../../domain/case-grounds.ts";
import { checkEnd } from "./grounds.ts";
import { guardOpenCases } from "./guard-open-cases.ts";
import { settleCase } from "./settle-case.ts";

/** A case of more calls than this is made in parts: each must stay something a person has looked at. */
export const MOST_CALLS = 50_000;
/** Up to so many calls are carried before the answer; a job carries more. */
const CALLS_AT_ONCE_HERE = 500;
/** Of many, so many that end within the next days are safe before the answer: somebody waits for it. */
export const URGENT_HERE = 2_000;

const words = {
  selectionId: z.uuid(),
  /** What people call it, e.g. a diary number; numbers of people are taken out. */
  name: z.string().trim().min(1).max(80),
  reason: z.string().trim().min(3).max(500),
  /** The last day of the case. */
  endsOn: z.iso.date(),
};

export const AddHoldInput = z.strictObject({ ...words, ground: z.enum(HOLD_GROUNDS) });
export type AddHoldInput = z.infer<typeof AddHoldInput>;

export const RestrictCallsInput = z.strictObject({ ...words, ground: z.enum(RESTRICTION_GROUNDS) });
export type RestrictCallsInput = z.infer<typeof RestrictCallsInput>;

export interface AddedCase {
  readonly caseId: string;
  /** "making" while a job carries the rest; nothing of it can be lost to a rule meanwhile. */
  readonly state: CaseRow["state"];
  readonly calls: number;
  /** Calls whose time was over, or whose people were being erased, before the case reached them. */
  readonly missed: number;
}

/**
 * Holds the calls of a selection: no rule, no shortened rule and no erasure takes them before the hold ends. What ends
 * within the next days is safe when this returns; of many calls a job carries the rest, the soonest to end first.
 */
export async function addHold(ctx: CompanyContext, input: AddHoldInput): Promise<AddedCase> {
  authoriseCompany(ctx, "hold.change");
  return await makeCase(ctx, "hold", AddHoldInput.parse(input));
}

/** Restricts the calls of a selection (Art. 18): kept, and used by nobody, also while a job still carries them. */
export async function restrictCalls(ctx: CompanyContext, input: RestrictCallsInput): Promise<AddedCase> {
  authoriseCompany(ctx, "hold.change");
  return await makeCase(ctx, "restriction", RestrictCallsInput.parse(input));
}

async function makeCase(
  ctx: CompanyContext,
  kind: Extract<CaseKind, "hold" | "restriction">,
  asked: AddHoldInput | RestrictCallsInput,
): Promise<AddedCase> {
  const now = ctx.clock();
  const today = dayIn(ctx.company.timeZone, now);
  checkEnd(asked.endsOn, today, asked.ground as HoldGround | RestrictionGround);
  const caseId = randomUUID();
  const calls = await inCompany(ctx, async (tx) => {
    await liveSelection(tx, ctx, asked.selectionId);
    await guardOpenCases(tx, ctx);
    // Whatever destroys rows now is done with them, or finds the calls of this case waiting.
    await raiseFence(tx, ctx.company.id);
    await addCase(tx, {
      companyId: ctx.company.id,
      id: caseId,
      kind,
      name: withoutNumbers(asked.name, now),
      ground: asked.ground,
      reason: withoutNumbers(asked.reason, now),
      endsOn: asked.endsOn,
      ofPerson: false,
      keeps: true,
      createdAt: now,
      createdBy: ctx.actor.accountId,
      createdByName: ctx.actor.name,
    });
    const named = await openCase(tx, ctx.company.id, caseId, asked.selectionId, MOST_CALLS);
    if (named === 0) throw new AppError("gone", "Everything in this selection is gone already. Search again.");
    if (named > MOST_CALLS) throw tooManyCalls();
    await changeCase(tx, ctx.company.id, caseId, { calls: named, changedAt: now });
    await audit(ctx, tx, {
      action: kind === "hold" ? "hold.add" : "restriction.add",
      purpose: withoutNumbers(asked.reason, now),
      detail: { case: caseId, calls: named, ground: asked.ground, until: asked.endsOn },
    });
    await enqueue(tx, "settle-case", { companyId: ctx.company.id, caseId });
    return named;
  });
  await carryHere(ctx, { id: caseId, endsOn: asked.endsOn }, calls);
  return await readMade(ctx, caseId, calls);
}

/** All of few; of many what ends before a job may have come to it. */
export async function carryHere(ctx: CompanyContext, keeping: Keeping, calls: number): Promise<void> {
  if (calls <= CALLS_AT_ONCE_HERE) return await settleCase(ctx, keeping.id);
  await carryUrgent(ctx, keeping, URGENT_HERE);
}

async function readMade(ctx: CompanyContext, caseId: string, calls: number): Promise<AddedCase> {
  const row = await inCompany(ctx, (tx) => caseById(tx, ctx.company.id, caseId));
  if (row === null) throw new Error("the case was just made");
  const made = row.state !== "making";
  return { caseId, state: row.state, calls: made ? row.calls : calls, missed: made ? row.callsMissed : 0 };
}

function inCompany<T>(ctx: CompanyContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  return withCompany(door(ctx, "web"), ctx.company.id, run);
}

export function tooManyCalls(): AppError {
  return new AppError(
    "limit",
    `One case keeps at most ${MOST_CALLS.toLocaleString("en")} calls. Narrow the selection by period and make several cases.`,
  );
}
