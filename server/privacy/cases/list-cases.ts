import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { type CaseKind, type CaseListed, type CaseState, listCases as listRows } from "../../store/index.ts";

export const ListCasesInput = z.strictObject({
  /** Those that have ended instead of those that last. */
  ended: z.boolean().default(false),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type ListCasesInput = z.input<typeof ListCasesInput>;

export interface CaseView {
  readonly caseId: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly name: string;
  readonly ground: string;
  readonly reason: string;
  readonly endsOn: Day | null;
  /** Whether it is about everything of one person, or about chosen calls. */
  readonly ofPerson: boolean;
  readonly keeps: boolean;
  readonly calls: number;
  /** While it is being made: how many of its calls are safe in its own slices. */
  readonly callsDone: number;
  readonly callsMissed: number;
  readonly decision: "upheld" | "rejected" | null;
  readonly decidedAt: Date | null;
  readonly toldOn: Day | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly endedAt: Date | null;
  /** null where it ended by itself. */
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

export interface CaseList {
  readonly cases: readonly CaseView[];
  readonly next: string | null;
}

/** Holds, restrictions and objections, the newest first. Whom they are about is not in them. */
export async function listCases(ctx: CompanyContext, input: ListCasesInput): Promise<CaseList> {
  authoriseCompany(ctx, "hold.see");
  const { ended, cursor, limit } = ListCasesInput.parse(input);
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await withCompany(
    door(ctx, "web"),
    ctx.company.id,
    (tx) => listRows(tx, ctx.company.id, { ended, limit: limit + 1, ...(after === undefined ? {} : { after }) }),
    { readOnly: true },
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? `${last.createdAt.toISOString()} ${last.id}` : null;
  return { cases: shown.map(viewOf), next };
}

function viewOf(row: CaseListed): CaseView {
  const { id, kind, state, name, ground, reason, endsOn, ofPerson, keeps, calls, callsDone, callsMissed } = row;
  const { decision, decidedAt, toldOn, createdAt, createdByName, endedAt, endedByName, endReason } = row;
  return {
    ...{ caseId: id, kind, state, name, ground, reason, endsOn, ofPerson, keeps, callsDone, callsMissed },
    calls: state === "making" ? calls : Math.max(calls, callsDone),
    ...{ decision, decidedAt, toldOn, createdAt, createdBy: createdByName, endedAt, endedBy: endedByName, endReason },
  };
}

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

function readCursor(text: string): { createdAt: Date; id: string } {
  const parsed = Cursor.safeParse(text.split(" "));
  if (!parsed.success)
    throw new AppError("bad-input", "This page belongs to another list. Begin again with its first page.");
  return { createdAt: new Date(parsed.data[0]), id: parsed.data[1] };
}
