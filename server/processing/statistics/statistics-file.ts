import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import type { Day } from "../../domain/zoned-time.ts";
import { processedRows, type ProcessedRow } from "../../store/processed.ts";
import { listSources } from "../../store/sources.ts";
import { STATISTICS_DAYS } from "./forget-statistics.ts";
import { requireKnownSource } from "./known-source.ts";
import { type Figures, figures, periodOf, type StatisticsInput } from "./show-statistics.ts";
import { columnName, nameCell } from "../../domain/count-csv.ts";

/** A day of a source. */
export interface StatisticsRow extends Figures {
  readonly day: Day;
  readonly sourceId: number;
  readonly source: string;
}

const ROWS_AT_ONCE = 2_000;
const MOST_ROWS = 50_000;

/** Every day of every source, the oldest first. Throws AppError "bad-input" for more than 50,000 of them. */
export async function readStatisticsRows(ctx: CompanyContext, input: StatisticsInput): Promise<StatisticsRow[]> {
  authoriseCompany(ctx, "processing.see");
  const period = periodOf(input, STATISTICS_DAYS + 1);
  const { id: companyId } = ctx.company;
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await requireKnownSource(tx, companyId, period.sourceId);
    const names = new Map((await listSources(tx, companyId, { removed: true })).map(({ id, name }) => [id, name]));
    const rows: StatisticsRow[] = [];
    for (let after: { day: Day; sourceId: number } | undefined; ; ) {
      const page = { limit: ROWS_AT_ONCE, ...(after === undefined ? {} : { after }) };
      const found = await processedRows(tx, companyId, period, page);
      for (const row of found) rows.push({ ...figures(row), source: names.get(row.sourceId) ?? `${row.sourceId}` });
      after = found.at(-1);
      if (after === undefined || found.length < ROWS_AT_ONCE) break;
      if (rows.length >= MOST_ROWS)
        throw new AppError(
          "bad-input",
          "That is more than 50,000 days of sources. Choose a shorter period, or one source.",
        );
    }
    return rows;
  });
}

export interface StatisticsFile {
  readonly name: string;
  readonly text: string;
}

/** The same as a file of comma-separated values (RFC 4180), with the names of the columns in its first line. */
export async function statisticsFile(ctx: CompanyContext, input: StatisticsInput): Promise<StatisticsFile> {
  const rows = await readStatisticsRows(ctx, input);
  const lines = rows.map((row) => [
    row.day,
    String(row.sourceId),
    nameCell(row.source),
    ...COUNTS.map((key) => String(row[key])),
  ]);
  const text = [["day", "source_id", "source", ...COUNTS.map(columnName)], ...lines].map(
    (cells) => `${cells.join(",")}\r\n`,
  );
  return { name: `${ctx.company.slug}-statistics-${input.from}-${input.to}.csv`, text: text.join("") };
}

const COUNTS = [
  "frames",
  "further",
  "records",
  "duplicates",
  "joined",
  "filtered",
  "undefinedLines",
  "waiting",
  "missing",
  "leftOut",
  "shielded",
  "late",
  "implausible",
  "apart",
  "badLines",
] as const satisfies readonly (keyof ProcessedRow)[];
