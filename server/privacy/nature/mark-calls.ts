import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authorise, authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { isPrivate, MARKS } from "../../domain/nature.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import {
  markNatures,
  type NatureChanged,
  naturesOf,
  partiesOfRecords,
  readSelection,
  waitingCalls,
} from "../../store/index.ts";
import { openRows } from "../erase/gather.ts";
import { spendOneReveal } from "../reveal.ts";
import { liveSelection } from "../seek/live-selection.ts";
import { casesSeen, isRestricted, withWaiting } from "../seek/restricted.ts";

/** So many calls at once. */
export const MOST_MARKED = 1_000;

export const MarkCallsInput = z
  .strictObject({
    hitIds: z.array(z.uuid()).min(1).max(MOST_MARKED).optional(),
    selectionId: z.uuid().optional(),
    /** "rule": the mark is taken back, and what rules had said stands again. */
    as: z.enum(["private", "business", "rule"]),
    /** Why; asked for where a private call is to be private no more. */
    purpose: z.string().trim().min(3).max(200).optional(),
  })
  .refine(({ hitIds, selectionId }) => (hitIds === undefined) !== (selectionId === undefined), {
    message: "Name the calls, or a selection of them.",
    path: ["hitIds"],
  });
export type MarkCallsInput = z.input<typeof MarkCallsInput>;

export interface MarkedCalls {
  /** Calls that are counted otherwise now. */
  readonly marked: number;
  /** Calls that were private and are no more. */
  readonly loosened: number;
  /** Calls that are held or restricted, and stay as they are. */
  readonly kept: number;
}

/**
 * Marks calls private or business by hand, or takes the mark back; no rule goes over it. Whoever takes a private call out of its
 * protection could as well reveal it: that needs the right, a purpose and one of the hour's reveals for each, but for one's own marks.
 */
export async function markCalls(ctx: CompanyContext, input: MarkCallsInput): Promise<MarkedCalls> {
  authoriseCompany(ctx, "nature.mark");
  const { hitIds, selectionId, as, purpose } = MarkCallsInput.parse(input);
  if (purpose !== undefined && holdsNumber(purpose, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.", { field: "purpose" });
  return await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const asked = hitIds ?? (await recordsOf(tx, ctx, selectionId ?? ""));
    if ((await naturesOf(tx, ctx.company.id, asked)).size === 0)
      throw new AppError(
        "not-found",
        "None of these calls is stored any more, or their facts have gone. Search again.",
      );
    const free = await notKept(tx, ctx, [...new Set(asked)]);
    const mark = as === "rule" ? null : MARKS[as];
    const changed = await markNatures(tx, ctx.company.id, free, mark, ctx.actor.accountId);
    const opened = changed.filter((one) => isPrivate(one.was) && !isPrivate(one.now));
    await payFor(tx, ctx, opened, purpose);
    const [only] = free;
    await audit(ctx, tx, {
      action: "data.mark",
      ...(purpose === undefined ? {} : { purpose }),
      detail: {
        as,
        calls: changed.length,
        loosened: opened.length,
        ...(free.length === 1 && only !== undefined ? { call: only } : {}),
      },
    });
    return { marked: changed.length, loosened: opened.length, kept: new Set(asked).size - free.length };
  });
}

async function recordsOf(tx: Tx, ctx: CompanyContext, selectionId: string): Promise<string[]> {
  await liveSelection(tx, ctx, selectionId);
  const rows = await readSelection(tx, ctx.company.id, selectionId, { limit: MOST_MARKED + 1 });
  const records = [...new Set(rows.filter((row) => row.stillThere).map((row) => row.recordId))];
  if (rows.length <= MOST_MARKED) return records;
  throw new AppError("limit", "At most 1,000 calls are marked at once. Narrow the choice, for example by period.");
}

async function payFor(
  tx: Tx,
  ctx: CompanyContext,
  opened: readonly NatureChanged[],
  purpose: string | undefined,
): Promise<void> {
  const foreign = opened.filter((one) => one.wasMarkedBy === null || one.wasMarkedBy !== ctx.actor.accountId);
  if (foreign.length === 0) return;
  authorise(ctx, "data.reveal");
  requireStepUp(ctx);
  if (ctx.actor.sight.private === "hidden")
    throw new AppError(
      "forbidden",
      "Your profile hides who is in private calls, so that you cannot make one a business call.",
    );
  if (purpose === undefined)
    throw new AppError(
      "bad-input",
      "One of these calls is private. Say why it is not to be private any more; that is written in the audit.",
      { field: "purpose" },
    );
  for (let i = 0; i < foreign.length; i++) await spendOneReveal(tx, ctx);
}

/** What is held is evidence and stays as it is; what is restricted is changed by who may see it. */
async function notKept(tx: Tx, ctx: CompanyContext, records: readonly string[]): Promise<string[]> {
  const cases = await withWaiting(tx, ctx, await casesSeen(tx, ctx), records);
  const waiting = await waitingCalls(tx, ctx.company.id, records);
  const kept = new Set(waiting.filter((one) => one.kind === "hold").map((one) => one.recordId));
  if (cases.slices.size > 0 || cases.restricts) {
    const restrictedToo = !ctx.actor.permissions.has("data.restricted");
    for (const row of await openRows(ctx, await partiesOfRecords(tx, ctx.company.id, records))) {
      const held = cases.slices.get(row.sliceId)?.kind === "hold";
      if (held || (restrictedToo && isRestricted(cases, row.sliceId, row.subject, row.recordId)))
        kept.add(row.recordId);
    }
  }
  return records.filter((record) => !kept.has(record));
}
