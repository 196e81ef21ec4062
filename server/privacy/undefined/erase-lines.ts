import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { withoutNumbers } from "../../domain/free-text.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import {
  addUndefinedWork,
  deleteUndefinedLines,
  type LinesPlace,
  pageUndefinedLines,
  undefinedLinesById,
} from "../../store/index.ts";
import { refuseWithoutDecision } from "../disposal/refuse-without-decision.ts";
import { DayInput, placeOfDay } from "./list-lines.ts";
import { lineDays } from "./show-undefined.ts";

export const EraseLinesInput = z.strictObject({
  /** Chosen lines, or all of a source and day; parts of calls that wait for the rest are none of them. */
  what: z.union([
    z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) }),
    z.strictObject({ ...DayInput.shape, to: z.iso.date().optional() }),
  ]),
  /** As many as there are: what came since one looked is not erased by mistake. */
  expected: z.int().positive(),
  reason: z.string().trim().min(3).max(500),
});
export type EraseLinesInput = z.infer<typeof EraseLinesInput>;

const PAGE = 2_000;
/** In one transaction; whoever has more erases day by day, or shortens the rule. */
const MOST_LINES = 200_000;

/**
 * Erases lines at once, and has the keys of their days renewed, so that no copy gives them back. Throws AppError "conflict" when
 * there are more or fewer than expected.
 */
export async function eraseLines(ctx: CompanyContext, input: EraseLinesInput): Promise<{ readonly erased: number }> {
  authoriseCompany(ctx, "undefined.change");
  authoriseCompany(ctx, "data.erase");
  requireStepUp(ctx);
  const { what, expected, reason } = EraseLinesInput.parse(input);
  const { accountId } = ctx.actor;
  if (accountId === null) throw new AppError("forbidden", "Only a person can erase lines.");
  const companyId = ctx.company.id;
  const days = await lineDays(ctx);
  const place = "ids" in what ? null : await placeOfDay(ctx, what, what.to);
  const now = ctx.clock();
  return withCompany(door(ctx, "web"), companyId, async (tx) => {
    await refuseWithoutDecision(tx, ctx.company);
    const lines = "ids" in what ? await undefinedLinesById(tx, companyId, days, what.ids) : await allOf(tx, place);
    if (lines.length !== expected)
      throw new AppError(
        "conflict",
        `There are ${lines.length} such lines now, not ${expected}. Look at the list again before you erase them.`,
      );
    let erased = 0;
    for (let at = 0; at < lines.length; at += PAGE) {
      const some = lines.slice(at, at + PAGE).map(({ id, expiresOn: day }) => ({ id, day }));
      erased += await deleteUndefinedLines(tx, companyId, some);
    }
    const workId = randomUUID();
    const slices = [...new Set(lines.map((line) => line.sliceId))];
    const today = dayIn(ctx.company.timeZone, now);
    const [fromDay, toDay] = "ids" in what ? [today, today] : [what.day, what.to ?? what.day];
    const [fromAt, beforeAt] = [place?.from ?? now, place?.before ?? now];
    const work = { companyId, id: workId, accountId, kind: "keys", fromDay, toDay, fromAt, beforeAt } as const;
    await addUndefinedWork(tx, { ...work, createdAt: now, slices, linesTotal: erased, linesDone: erased });
    await enqueue(tx, "renew-line-keys", { companyId, workId });
    await audit(ctx, tx, {
      action: "undefined.erase",
      purpose: withoutNumbers(reason, now),
      detail: {
        ...{ work: workId, undefinedLines: erased, slices: slices.length },
        ...("ids" in what ? {} : { source: what.sourceId, from: fromDay, to: toDay }),
      },
    });
    return { erased };
  });
}

async function allOf(tx: Tx, place: LinesPlace | null): Promise<Pick<Line, "id" | "expiresOn" | "sliceId">[]> {
  const lines: Pick<Line, "id" | "expiresOn" | "sliceId">[] = [];
  if (place === null) return lines;
  for (let after: { receivedAt: Date; id: string } | undefined; ; ) {
    const rows = await pageUndefinedLines(tx, place, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { id, expiresOn, sliceId } of rows) lines.push({ id, expiresOn, sliceId });
    after = rows.at(-1);
    if (rows.length < PAGE) return lines;
    if (lines.length >= MOST_LINES)
      throw new AppError("limit", `More than ${MOST_LINES} lines are not erased at once. Choose fewer days.`);
  }
}

type Line = Awaited<ReturnType<typeof pageUndefinedLines>>[number];
