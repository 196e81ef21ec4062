import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { destroyBox } from "../../keyring/index.ts";
import {
  changePattern,
  dropPattern,
  dropSelection,
  listPatterns as listRows,
  openPatterns,
  type PatternRow,
  type PatternState,
  patternById,
} from "../../store/index.ts";
import type { CaseWork } from "../cases/slices-of-case.ts";

/** A search by a pattern as its owner sees it; the pattern is not told again. */
export interface PatternView {
  readonly patternId: string;
  readonly state: PatternState;
  readonly purpose: string;
  readonly from: Day;
  readonly to: Day;
  readonly subjectsTotal: number;
  readonly subjectsDone: number;
  readonly calls: number;
  readonly leftOut: number;
  readonly limited: boolean;
  readonly selectionId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** One's own, the newest first. */
export async function listPatterns(ctx: CompanyContext): Promise<readonly PatternView[]> {
  authoriseCompany(ctx, "data.pattern");
  const { accountId } = ctx.actor;
  if (accountId === null) return [];
  const rows = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    (tx) => listRows(tx, ctx.company.id, accountId, 50),
    { readOnly: true },
  );
  return rows.filter((row) => row.expiresAt > ctx.clock()).map(viewOf);
}

export const EndPatternInput = z.strictObject({ patternId: z.uuid() });
export type EndPatternInput = z.infer<typeof EndPatternInput>;

/** Cancels a search that runs; of one that is done, what it found goes. Only one's own. */
export async function endPattern(ctx: CompanyContext, input: EndPatternInput): Promise<void> {
  authoriseCompany(ctx, "data.pattern");
  const { patternId } = EndPatternInput.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = await patternById(tx, ctx.company.id, patternId);
    if (row === null || row.accountId !== ctx.actor.accountId)
      throw new AppError("not-found", "There is no such search. Look at the list again.");
    const now = ctx.clock();
    if (row.state === "waiting")
      await changePattern(tx, ctx.company.id, patternId, { state: "cancelled", finishedAt: now });
    else if (row.state === "running") await changePattern(tx, ctx.company.id, patternId, { cancelRequested: true });
    else await forget(tx, ctx.company.id, row);
    await audit(ctx, tx, { action: "data.pattern.cancel", detail: { pattern: patternId } });
  });
}

/** Searches whose time is over: key, hits and row go. Answers those that nobody has finished, after a kill. */
export async function tidyPatterns(work: CaseWork): Promise<string[]> {
  const now = work.clock();
  const rows = await withCompany(door(work, "web"), work.company.id, (tx) => openPatterns(tx, work.company.id, now));
  const waiting: string[] = [];
  for (const row of rows) {
    if (row.expiresAt > now) waiting.push(row.id);
    else {
      await destroyBox(work.keyring, work.company.id, row.id);
      await withCompany(door(work, "web"), work.company.id, (tx) => forget(tx, work.company.id, row));
    }
  }
  return waiting;
}

async function forget(tx: Parameters<typeof dropPattern>[0], companyId: number, row: PatternRow): Promise<void> {
  if (row.selectionId !== null) await dropSelection(tx, companyId, row.selectionId);
  await dropPattern(tx, companyId, row.id);
}

function viewOf(row: PatternRow): PatternView {
  const { id, state, purpose, fromDay, toDay, subjectsTotal, subjectsDone, calls, leftOut, limited } = row;
  const { selectionId, createdAt, expiresAt } = row;
  return {
    ...{
      patternId: id,
      state,
      purpose,
      from: fromDay,
      to: toDay,
      subjectsTotal,
      subjectsDone,
      calls,
      leftOut,
      limited,
    },
    ...{ selectionId, createdAt, expiresAt },
  };
}
