import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { type Day, daysBetween } from "../../domain/zoned-time.ts";
import { type Period, processedByDay, processedBySource, type ProcessedRow } from "../../store/processed.ts";
import { listSources, type SourceState } from "../../store/sources.ts";
import { requireKnownSource } from "./known-source.ts";

/** As many days as are drawn and listed at once: a little more than a year. */
export const MOST_DAYS = 400;

export const StatisticsInput = z.strictObject({
  from: z.iso.date(),
  /** The last day. */
  to: z.iso.date(),
  sourceId: z.int().positive().max(2_147_483_647).optional(),
});
export type StatisticsInput = z.infer<typeof StatisticsInput>;

/** Counts of frames, and how they compare. Shares are null where there is nothing to have a share in. */
export interface Figures extends ProcessedRow {
  /** Of the frames in, per cent. */
  readonly undefinedPercent: number | null;
  /** Of the records, per cent. */
  readonly apartPercent: number | null;
}

export interface Statistics {
  readonly total: Figures;
  /** Days on which something came, the oldest first. */
  readonly days: readonly (Figures & { readonly day: Day })[];
  /** Sources from which something came, the one with the most frames first; `state` is null of one that was removed. */
  readonly sources: readonly (Figures & {
    readonly sourceId: number;
    readonly name: string;
    readonly driver: string;
    readonly state: SourceState | null;
  })[];
}

/** What became of everything a company received, by its own days of reception and by source: counts alone. */
export async function showStatistics(ctx: CompanyContext, input: StatisticsInput): Promise<Statistics> {
  authoriseCompany(ctx, "processing.see");
  const period = periodOf(input, MOST_DAYS);
  const { id: companyId } = ctx.company;
  return await withCompany(
    door(ctx, "web"),
    companyId,
    async (tx) => {
      await requireKnownSource(tx, companyId, period.sourceId);
      const days = (await processedByDay(tx, companyId, period)).map(figures);
      const bySource = await processedBySource(tx, companyId, period);
      const known = new Map((await listSources(tx, companyId, { removed: true })).map((source) => [source.id, source]));
      const sources = bySource.map((row) => {
        const source = known.get(row.sourceId);
        const state = source === undefined || source.removedAt !== null ? null : source.state;
        return { ...figures(row), name: source?.name ?? `${row.sourceId}`, driver: source?.driver ?? "", state };
      });
      return { total: sumOf(bySource), days, sources: sources.toSorted((a, b) => b.frames - a.frames) };
    },
    { readOnly: true },
  );
}

/** Throws AppError "bad-input" for a period that is none, or longer than is answered. */
export function periodOf(input: z.input<typeof StatisticsInput>, mostDays: number): Period {
  const { from, to, sourceId } = StatisticsInput.parse(input);
  if (to < from) throw new AppError("bad-input", "The period ends before it begins.");
  if (daysBetween(from, to) >= mostDays)
    throw new AppError("bad-input", `The period is longer than ${mostDays} days. Choose a shorter one.`);
  return { from, to, ...(sourceId === undefined ? {} : { sourceId }) };
}

export function figures<T extends ProcessedRow>(row: T): T & Figures {
  return {
    ...row,
    undefinedPercent: percent(row.undefinedLines, row.frames),
    apartPercent: percent(row.apart, row.records),
  };
}

function percent(part: number, of: number): number | null {
  return of === 0 ? null : Math.round((part / of) * 1_000) / 10;
}

/** Differences are summed without their sign, so that none hides another. */
function sumOf(rows: readonly ProcessedRow[]): Figures {
  const sum: { -readonly [K in keyof ProcessedRow]: number } = { ...NOTHING };
  for (const row of rows) for (const key of KEYS) sum[key] += row[key];
  return figures(sum);
}

const NOTHING: ProcessedRow = {
  frames: 0,
  further: 0,
  records: 0,
  duplicates: 0,
  joined: 0,
  filtered: 0,
  undefinedLines: 0,
  waiting: 0,
  late: 0,
  implausible: 0,
  apart: 0,
  badLines: 0,
  leftOut: 0,
  shielded: 0,
  missing: 0,
};
const KEYS = Object.keys(NOTHING) as (keyof ProcessedRow)[];
