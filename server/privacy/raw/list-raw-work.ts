import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import type { Day } from "../../domain/zoned-time.ts";
import {
  cancelRawWork,
  listRawWork,
  type RawDamageRow,
  rawDamageOf,
  type RawWorkRow,
  type RawWorkState,
} from "../../store/index.ts";

export const RawWorkInput = z.strictObject({ sourceId: z.int().positive() });
export type RawWorkInput = z.infer<typeof RawWorkInput>;

/** Raw records that are or were verified or read anew. */
export interface RawWorkView {
  readonly workId: string;
  readonly kind: RawWorkRow["kind"];
  readonly state: RawWorkState;
  readonly cancelling: boolean;
  readonly from: Day;
  readonly to: Day;
  readonly driver: string | null;
  readonly layoutId: number | null;
  readonly layoutVersion: number | null;
  readonly segmentsTotal: number;
  readonly segmentsDone: number;
  /** Records by what became of them, and fields that were read otherwise, as `field.NAME`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** Of a source, the newest first, of the last thirty days. */
export async function listRawWorks(ctx: CompanyContext, input: RawWorkInput): Promise<readonly RawWorkView[]> {
  authoriseCompany(ctx, "source.see");
  const { sourceId } = RawWorkInput.parse(input);
  const rows = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    (tx) => listRawWork(tx, ctx.company.id, { sourceId, limit: 50 }),
    { readOnly: true },
  );
  return rows.map(viewOf);
}

export const CancelRawInput = z.strictObject({ workId: z.uuid() });
export type CancelRawInput = z.infer<typeof CancelRawInput>;

/** What is done by then stays done. Whoever may begin such work may end it. */
export async function cancelRaw(ctx: CompanyContext, input: CancelRawInput): Promise<void> {
  authoriseCompany(ctx, "undefined.see");
  const { workId } = CancelRawInput.parse(input);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const open = await listRawWork(tx, ctx.company.id, { open: true, limit: 100 });
    if (open.find(({ id }) => id === workId)?.kind === "replay") authoriseCompany(ctx, "undefined.change");
    const state = await cancelRawWork(tx, ctx.company.id, workId, ctx.clock());
    if (state === null) throw new AppError("not-found", "There is no such work under way. Look at the list again.");
    await audit(ctx, tx, { action: "raw.cancel", detail: { work: workId } });
  });
}

export const RawDamageInput = z.strictObject({
  workId: z.uuid(),
  /** The last one seen. A record may be damaged in more than one way. */
  after: z.strictObject({ segmentId: z.uuid(), ordinal: z.int().min(-1), reason: z.string().max(20) }).optional(),
});
export type RawDamageInput = z.infer<typeof RawDamageInput>;

const DAMAGE_A_PAGE = 50;

export interface RawDamageList {
  readonly rows: readonly RawDamageRow[];
  readonly next: Pick<RawDamageRow, "segmentId" | "ordinal" | "reason"> | null;
}

/** Where a verification found damage. */
export async function listRawDamage(ctx: CompanyContext, input: RawDamageInput): Promise<RawDamageList> {
  authoriseCompany(ctx, "source.see");
  const { workId, after = null } = RawDamageInput.parse(input);
  const found = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    (tx) => rawDamageOf(tx, ctx.company.id, workId, { after, limit: DAMAGE_A_PAGE + 1 }),
    { readOnly: true },
  );
  const rows = found.slice(0, DAMAGE_A_PAGE);
  const last = rows.at(-1);
  if (found.length === rows.length || last === undefined) return { rows, next: null };
  return { rows, next: { segmentId: last.segmentId, ordinal: last.ordinal, reason: last.reason } };
}

/** All of them that were written down. */
export async function* eachRawDamage(ctx: CompanyContext, workId: string): AsyncGenerator<RawDamageRow> {
  for (let after: RawDamageInput["after"]; ; ) {
    const { rows, next } = await listRawDamage(ctx, after === undefined ? { workId } : { workId, after });
    yield* rows;
    if (next === null) return;
    after = next;
  }
}

function viewOf(row: RawWorkRow): RawWorkView {
  const { id, kind, state, cancelRequested, fromDay, toDay, driver, layoutId, layoutVersion } = row;
  const { segmentsTotal, segmentsDone, counts, error, createdAt, finishedAt } = row;
  return {
    ...{ workId: id, kind, state, cancelling: cancelRequested && state === "running", from: fromDay, to: toDay },
    ...{ driver, layoutId, layoutVersion, segmentsTotal: Number(segmentsTotal), segmentsDone: Number(segmentsDone) },
    ...{ counts, error, createdAt, finishedAt },
  };
}
