import { addDays, dayIn } from "#server/domain/zoned-time.ts";
import { readStatisticsRows } from "#server/processing/statistics/index.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Command, parseArgs, UsageError } from "../command.ts";

const DAYS = 14;

/** A line a day and source, the oldest first: what became of everything that was received. */
export const command: Command = {
  name: "statistics",
  usage: "--company SLUG [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--source ID] [--as EMAIL]",
  summary: "says what became of everything a company received, per day and source",
  async run(args, io) {
    const { values } = parseArgs(args, {
      ...PERSON_OPTIONS,
      from: { type: "string" },
      to: { type: "string" },
      source: { type: "string" },
    });
    const sourceId = sourceOf(values.source);
    const rows = await inCompany(values, (ctx) => {
      const to = values.to ?? dayIn(ctx.company.timeZone, ctx.clock());
      const from = values.from ?? addDays(dayOf(to), 1 - DAYS);
      return readStatisticsRows(ctx, { from: dayOf(from), to: dayOf(to), ...sourceId });
    });
    for (const row of rows) io.out(row);
    const missing = rows.reduce((sum, row) => sum + row.missing, 0);
    if (missing > 0) io.note(`${missing} frames became nothing.`);
    return missing > 0 ? 1 : 0;
  },
};

function dayOf(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00:00Z`)))
    throw new UsageError("A day is written YYYY-MM-DD.");
  return text;
}

function sourceOf(text: string | undefined): { readonly sourceId?: number } {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError("--source is the number that gallra source list shows.");
  return { sourceId: Number(text) };
}
