import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { personMarks } from "../../keyring/index.ts";
import {
  aboutToRestrict,
  anyCorrection,
  type CaseSlice,
  caseSlices,
  restrictsNow,
  waitingToRestrict,
} from "../../store/index.ts";

/** What cases mean for whoever reads: which slices are theirs, and whose data nobody uses. */
export interface CasesSeen {
  readonly slices: ReadonlyMap<number, CaseSlice>;
  /** Restricted people's subjects, 32 hex digits each. */
  readonly subjects: ReadonlySet<string>;
  /** Whether anything is restricted at all. */
  readonly restricts: boolean;
  /** Whether a restriction of chosen calls is being made: some of them may still stand in their own slices. */
  readonly making: boolean;
  /** Those of them that were asked for (`withWaiting`). */
  readonly waiting: ReadonlySet<string>;
  /** Whether anything of the company was ever put right. */
  readonly corrects: boolean;
}

type Place = Pick<CompanyContext, "company" | "keyring" | "sql">;

/** `besides`: a case whose person is not counted as restricted, e.g. to erase what an upheld objection was about. */
export async function casesSeen(tx: Tx, place: Omit<Place, "sql">, besides: string | null = null): Promise<CasesSeen> {
  const marks = await personMarks(place.keyring, place.company.id);
  const slices = await caseSlices(tx, place.company.id);
  const subjects = new Set(marks.filter((mark) => mark.caseId !== besides).flatMap((mark) => mark.subjects));
  const byId = new Map(slices.map((slice) => [slice.sliceId, slice]));
  const making = await restrictsNow(tx, place.company.id);
  const restricts = subjects.size > 0 || making || slices.some((slice) => slice.restricts);
  const corrects = await anyCorrection(tx, place.company.id);
  return { slices: byId, subjects, restricts, making, waiting: new Set(), corrects };
}

/** The same, knowing which of these calls a restriction is about to carry. */
export async function withWaiting(
  tx: Tx,
  { company }: Pick<Place, "company">,
  cases: CasesSeen,
  recordIds: readonly string[],
): Promise<CasesSeen> {
  if (!cases.making) return cases;
  return { ...cases, waiting: await aboutToRestrict(tx, company.id, recordIds) };
}

const NONE: ReadonlySet<string> = new Set();

/** The calls that a restriction is about to carry: from the moment it is asked for they are found and counted by nobody. */
export async function aboutToHide(place: Place, cases: CasesSeen): Promise<ReadonlySet<string>> {
  if (!cases.making) return NONE;
  return await withCompany(door(place, "web"), place.company.id, (tx) => waitingToRestrict(tx, place.company.id), {
    readOnly: true,
  });
}

export async function readCases(place: Place, besides: string | null = null): Promise<CasesSeen> {
  return await withCompany(door(place, "web"), place.company.id, (tx) => casesSeen(tx, place, besides), {
    readOnly: true,
  });
}

/** Whether a row is stored and not used: it stands in a restricting slice or is about to, or it is a restricted person's. */
export function isRestricted(cases: CasesSeen, sliceId: number, subject: string | null, recordId?: string): boolean {
  if (!cases.restricts) return false;
  if (recordId !== undefined && cases.waiting.has(recordId)) return true;
  return cases.slices.get(sliceId)?.restricts === true || (subject !== null && cases.subjects.has(subject));
}

/** Whether somebody who gives a purpose may see what is restricted. Throws AppError "forbidden" or "bad-input". */
export function seesRestricted(ctx: CompanyContext, purpose: string | undefined): boolean {
  if (purpose === undefined) return false;
  authoriseCompany(ctx, "data.restricted");
  if (holdsNumber(purpose, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.");
  return true;
}

/** The row of the audit for a look at what is restricted. */
export async function auditRestricted(
  ctx: CompanyContext,
  tx: Tx,
  purpose: string,
  subject: string | null,
  detail: { readonly call?: string; readonly calls?: number },
): Promise<void> {
  await audit(ctx, tx, { action: "data.restricted", subject, purpose, detail });
}
