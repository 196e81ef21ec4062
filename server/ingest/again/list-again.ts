import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import type { Day } from "../../domain/zoned-time.ts";
import {
  cancelUndefinedWork,
  listUndefinedWork,
  type UndefinedWorkRow,
  type UndefinedWorkState,
} from "../../store/index.ts";

/** Lines that are or were read again. */
export interface AgainView {
  readonly workId: string;
  readonly sourceId: number;
  readonly state: UndefinedWorkState;
  readonly cancelling: boolean;
  readonly driver: string;
  readonly from: Day;
  readonly to: Day;
  readonly linesTotal: number;
  readonly linesDone: number;
  readonly records: number;
  readonly duplicates: number;
  readonly joined: number;
  readonly filtered: number;
  readonly linesLeft: number;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** The newest first, of the last thirty days. */
export async function listAgain(ctx: CompanyContext): Promise<readonly AgainView[]> {
  authoriseCompany(ctx, "source.see");
  const rows = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    (tx) => listUndefinedWork(tx, ctx.company.id, { kind: "again", limit: 50 }),
    { readOnly: true },
  );
  return rows.map(viewOf);
}

export const CancelAgainInput = z.strictObject({ workId: z.uuid() });
export type CancelAgainInput = z.infer<typeof CancelAgainInput>;

/** What is stored by then stays stored; the rest stays as it is. */
export async function cancelAgain(ctx: CompanyContext, input: CancelAgainInput): Promise<void> {
  authoriseCompany(ctx, "undefined.change");
  const { workId } = CancelAgainInput.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const state = await cancelUndefinedWork(tx, ctx.company.id, workId, ctx.clock());
    if (state === null) throw new AppError("not-found", "There is no such work under way. Look at the list again.");
    await audit(ctx, tx, { action: "undefined.again.cancel", detail: { work: workId } });
  });
}

function viewOf(row: UndefinedWorkRow): AgainView {
  const { id, sourceId, state, cancelRequested, driver, fromDay, toDay, linesTotal, linesDone, error } = row;
  const { records, duplicates, joined, filtered, linesLeft, createdAt, finishedAt } = row;
  const cancelling = cancelRequested && state === "running";
  return {
    ...{ workId: id, sourceId: sourceId ?? 0, state, cancelling, driver: driver ?? "", from: fromDay, to: toDay },
    ...{ linesTotal: Number(linesTotal), linesDone: Number(linesDone), records: Number(records) },
    ...{ duplicates: Number(duplicates), joined: Number(joined), filtered: Number(filtered) },
    ...{ linesLeft: Number(linesLeft), error, createdAt, finishedAt },
  };
}
