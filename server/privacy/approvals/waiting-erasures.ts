import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { maskedIn, showValue, sightOfCall } from "../../domain/sight.ts";
import { revealSubjects } from "../../keyring/index.ts";
import { type ApprovalRow, approvalOf, erasureById, waitingApprovals } from "../../store/index.ts";
import { SOURCE_LIST } from "../hit.ts";
import { detailOf, hexBytes } from "../erase/erasure-work.ts";
import { partyClassOf } from "../erase/gather.ts";
import { openPlan } from "../erase/plan.ts";
import { readMaskedValues } from "../retention/masked-values.ts";
import { SECOND_REASONS, type SecondReason } from "./needs-second.ts";

const count = z.number().int().nonnegative();

/** What the asker saw before asking, in counts. */
export const WaitingPreview = z.strictObject({
  rows: count,
  bySource: z.array(z.strictObject({ source: z.enum(SOURCE_LIST), count })),
  scope: z.enum(["person", "rows"]),
  identifiers: count,
  rawRecords: count,
  othersElsewhere: z.boolean(),
  others: count,
});
export type WaitingPreview = z.infer<typeof WaitingPreview>;

export interface WaitingErasure {
  readonly erasureId: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly lapsesAt: Date;
  readonly why: readonly SecondReason[];
  readonly reason: string;
  readonly calls: number;
  /** Whether the reader asked for it: then somebody else decides. */
  readonly own: boolean;
  readonly mayDecide: boolean;
}

/** Erasures that wait for a second person; no number in them. */
export async function listWaitingErasures(ctx: CompanyContext): Promise<readonly WaitingErasure[]> {
  authoriseCompany(ctx, "certificate.see");
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const waiting: WaitingErasure[] = [];
    for (const row of await waitingApprovals(tx, ctx.company.id)) {
      if (row.lapsesAt > ctx.clock()) waiting.push(await viewOf(tx, ctx, row));
    }
    return waiting;
  });
}

async function viewOf(tx: Tx, ctx: CompanyContext, row: ApprovalRow): Promise<WaitingErasure> {
  const erasure = await erasureById(tx, ctx.company.id, row.erasureId);
  const own = row.askedBy === ctx.actor.accountId;
  return {
    erasureId: row.erasureId,
    askedByName: row.askedByName,
    askedAt: row.askedAt,
    lapsesAt: row.lapsesAt,
    why: SECOND_REASONS.filter((reason) => row.why.includes(reason)),
    reason: erasure?.reason ?? "",
    calls: erasure?.total ?? 0,
    own,
    mayDecide: !own && ctx.actor.permissions.has("erasure.approve"),
  };
}

export const ReadWaitingInput = z.strictObject({ erasureId: z.uuid() });
export type ReadWaitingInput = z.infer<typeof ReadWaitingInput>;

export interface WaitingDetail extends WaitingErasure {
  readonly preview: WaitingPreview;
  readonly graceMinutes: number;
  /** Who it is about, no clearer than the reader's profile shows numbers. */
  readonly about: readonly { readonly class: string; readonly number: string }[];
}

const MOST_SHOWN = 10;

/** What the second person sees: the asker's preview and nothing more. It shows numbers as the reader's profile does: audited. */
export async function readWaitingErasure(ctx: CompanyContext, input: ReadWaitingInput): Promise<WaitingDetail> {
  authoriseCompany(ctx, "erasure.approve");
  const { erasureId } = ReadWaitingInput.parse(input);
  const { view, row, subjects } = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const found = await approvalOf(tx, ctx.company.id, erasureId);
    const erasure = await erasureById(tx, ctx.company.id, erasureId);
    if (found === null || erasure === null || erasure.state !== "asked" || found.lapsesAt <= ctx.clock())
      throw new AppError("gone", "This erasure does not wait any more. Look at the list again.");
    const own = detailOf(erasure);
    const plan = await openPlan(ctx.keyring, ctx.company.id, own.planBox ?? erasureId, own.plan ?? "");
    await audit(ctx, tx, { action: "erasure.waiting.read", detail: { erasure: erasureId } });
    const ids = [...plan.destroy.map((one) => one.id), ...plan.divide.map((one) => one.old)];
    return { view: await viewOf(tx, ctx, found), row: found, subjects: ids.slice(0, MOST_SHOWN) };
  });
  const revealed = await revealSubjects(ctx.keyring, ctx.company.id, subjects.map(hexBytes));
  // Shown apart from a call it is as masked as a rule may have made it, and as somebody in a private call.
  const sight = sightOfCall(ctx.actor.sight, true);
  const masks = await readMaskedValues(ctx);
  const about = subjects.flatMap((id) => {
    const value = revealed.get(id);
    if (value === undefined) return [];
    const cls = partyClassOf(value.class);
    return [{ class: cls, number: showValue(maskedIn(sight, cls, masks.any), cls, value.canonical) }];
  });
  return { ...view, preview: WaitingPreview.parse(row.preview), graceMinutes: row.graceMinutes, about };
}
