import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { DATA_CLASSES, nameOf, type Product, PRODUCTS } from "../../domain/codes.ts";
import { type Day, dayIn } from "../../domain/zoned-time.ts";
import { liveSlices } from "../../keyring/index.ts";
import { countUndefinedLines, listSources, type UndefinedCountRow } from "../../store/index.ts";

/** Lines of a source that were received on a day, by reason. */
export interface UndefinedDay {
  readonly day: Day;
  readonly sourceId: number;
  readonly lines: number;
  readonly bytes: number;
  readonly lastAt: Date;
  /** From this day on nobody reads them. */
  readonly endsOn: Day;
  /** The most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly lines: number }[];
}

export interface UndefinedView {
  readonly today: Day;
  readonly days: readonly UndefinedDay[];
  readonly sources: readonly UndefinedSource[];
  /** There are more reasons than are told; the oldest days are left out. */
  readonly more: boolean;
}

export interface UndefinedSource {
  readonly id: number;
  readonly name: string;
  readonly product: Product | null;
  readonly driver: string;
  readonly driverOptions: Readonly<Record<string, unknown>>;
  readonly layoutId: number | null;
  readonly layoutVersion: number | null;
  readonly removed: boolean;
}

const MOST = 5_000;

/** How many lines no driver understood, by day of reception, source and reason. No word of theirs is told. */
export async function showUndefined(ctx: CompanyContext): Promise<UndefinedView> {
  authoriseCompany(ctx, "source.see");
  const { company } = ctx;
  const days = await lineDays(ctx);
  const { rows, sources } = await withCompany(
    door(ctx, "web"),
    company.id,
    async (tx) => ({
      rows: await countUndefinedLines(tx, company.id, days, company.timeZone, MOST),
      sources: await listSources(tx, company.id, { removed: true }),
    }),
    { readOnly: true },
  );
  const named = new Set(rows.map((row) => row.sourceId));
  return {
    today: dayIn(company.timeZone, ctx.clock()),
    days: byDay(rows),
    sources: sources.flatMap(({ id, name, product, driver, driverOptions, layoutId, layoutVersion, removedAt }) =>
      removedAt === null || named.has(id)
        ? [
            {
              ...{ id, name, driver, driverOptions, layoutId, layoutVersion, removed: removedAt !== null },
              product: nameOf(PRODUCTS, product) ?? null,
            },
          ]
        : [],
    ),
    more: rows.length === MOST,
  };
}

/** The days on which lines may end: those of the living keys. */
export async function lineDays({ keyring, company }: Pick<CompanyContext, "keyring" | "company">): Promise<Day[]> {
  const slices = await liveSlices(keyring, company.id, { classes: [DATA_CLASSES.undefined] });
  return [...new Set(slices.map((slice) => slice.expiresOn))];
}

function byDay(rows: readonly UndefinedCountRow[]): UndefinedDay[] {
  const found = new Map<string, { -readonly [K in keyof UndefinedDay]: UndefinedDay[K] }>();
  for (const { day, sourceId, reason, lines, bytes, lastAt, endsOn } of rows) {
    const key = `${day} ${sourceId}`;
    const one = found.get(key) ?? { day, sourceId, lines: 0, bytes: 0, lastAt, endsOn, reasons: [] };
    found.set(key, one);
    one.lines += Number(lines);
    one.bytes += Number(bytes);
    if (lastAt > one.lastAt) one.lastAt = lastAt;
    if (endsOn > one.endsOn) one.endsOn = endsOn;
    one.reasons = [...one.reasons, { reason, lines: Number(lines) }];
  }
  return [...found.values()];
}
