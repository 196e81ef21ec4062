import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import type { LimitsOf } from "../../domain/thresholds.ts";
import {
  type IdRange,
  LAST_ID,
  lastCall,
  monthOfCall,
  previewSorting as previewRange,
  readLimits,
  type SortedMonth,
} from "../../store/index.ts";
import { LimitsInput } from "../limits-input.ts";
import { requireSource } from "../require-source.ts";
import { MonthCounts, type SortedCounts } from "./month-counts.ts";

export const PreviewSortingInput = z.strictObject({
  sourceId: z.int().positive().nullable().default(null),
  /** null: the source would go by the company's. Left out: by what is set. */
  limits: LimitsInput.nullable().optional(),
});
export type PreviewSortingInput = z.input<typeof PreviewSortingInput>;

export interface SortingPreview extends SortedCounts {
  /** The oldest first; months without calls are left out. */
  readonly months: readonly SortedMonth[];
  /** The first month that was counted, where there was no time for those before it; null = all were. */
  readonly countedFrom: string | null;
}

/** So long somebody waits for a picture. */
const PATIENCE_MS = 8_000;

/**
 * What sorting the stored calls by these limits would change, month by month from the newest, by the very statement that the job sorts
 * with. After some seconds it stops and says how far it came.
 */
export async function previewSorting(ctx: CompanyContext, input: PreviewSortingInput): Promise<SortingPreview> {
  authoriseCompany(ctx, "processing.see");
  const asked = PreviewSortingInput.parse(input);
  const { id } = ctx.company;
  if (counting.has(id))
    throw new AppError("limit", "Stored calls of this company are being counted already. Ask again in some seconds.", {
      retry: true,
    });
  counting.add(id);
  try {
    return await count(ctx, asked);
  } finally {
    counting.delete(id);
  }
}

/** Companies whose calls this process counts: a picture that several people draw over and over must not hold up searches. */
const counting = new Set<number>();

async function count(ctx: CompanyContext, asked: z.output<typeof PreviewSortingInput>): Promise<SortingPreview> {
  const { id } = ctx.company;
  const until = performance.now() + PATIENCE_MS;
  const begun = await withCompany(
    door(ctx, "web"),
    id,
    async (tx) => {
      await requireSource(tx, id, asked.sourceId);
      return { limits: limitsWith(await readLimits(tx, id), asked), newest: await lastCall(tx, id, LAST_ID) };
    },
    { readOnly: true },
  );
  const counts = new MonthCounts();
  let at = begun.newest;
  while (at !== null) {
    const month = await countMonth(ctx, monthOfCall(at), begun.limits, until - performance.now());
    if (month === null) break;
    for (const row of month.rows) counts.add(row);
    at = month.before;
  }
  const months = counts.rows;
  if (at !== null && months.length === 0)
    throw new AppError("unavailable", "There was no time to count a single month. Try again when less is going on.", {
      retry: true,
    });
  return { ...counts.total, months, countedFrom: at === null ? null : (months[0]?.month ?? null) };
}

async function countMonth(ctx: CompanyContext, range: IdRange, limits: LimitsOf, patienceMs: number) {
  if (patienceMs < 1) return null;
  const { id } = ctx.company;
  try {
    return await withCompany(
      door(ctx, "web"),
      id,
      async (tx) => ({
        rows: await previewRange(tx, id, range, limits, patienceMs),
        before: await lastCall(tx, id, range.after),
      }),
      { readOnly: true },
    );
  } catch (error) {
    // Postgres' word for a statement whose time was over.
    if ((error as { code?: string }).code === "57014") return null;
    throw error;
  }
}

function limitsWith(set: LimitsOf, { sourceId, limits }: z.output<typeof PreviewSortingInput>): LimitsOf {
  if (limits === undefined) return set;
  if (sourceId === null) return limits === null ? set : { ...set, company: limits };
  const sources = new Map(set.sources);
  if (limits === null) sources.delete(sourceId);
  else sources.set(sourceId, limits);
  return { ...set, sources };
}
