import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { currencyOfCountry } from "../../domain/money.ts";
import { type Day, dayIn } from "../../domain/zoned-time.ts";
import { type CostFirst, listSources, listTariffs, readCostChoice, readSorting } from "../../store/index.ts";

export interface TariffView {
  readonly tariffId: string;
  readonly validFrom: Day;
  /** The last day on which it is valid; null while no later one is known. */
  readonly validTo: Day | null;
  /** Whether calls of today are rated by it. */
  readonly current: boolean;
  /** Whether its days are over, are these, or are to come. */
  readonly standing: "former" | "current" | "later";
  readonly lines: number;
  readonly prefixes: number;
  readonly addedAt: Date;
  readonly addedByName: string;
}

export interface TariffsView {
  /** ISO 4217; every amount is in it. */
  readonly currency: string;
  /** Whether the company has said so itself. */
  readonly currencyIsOwn: boolean;
  readonly first: CostFirst;
  /** null: it goes by the company's choice. */
  readonly sources: readonly { readonly sourceId: number; readonly name: string; readonly first: CostFirst | null }[];
  /** The latest first. */
  readonly tariffs: readonly TariffView[];
}

/** What calls cost by this company's tariffs, and whose word on it goes first. */
export async function showTariffs(ctx: CompanyContext): Promise<TariffsView> {
  authoriseCompany(ctx, "processing.see");
  const { id, country, timeZone } = ctx.company;
  const read = await withCompany(
    door(ctx, "web"),
    id,
    async (tx) => ({
      sorting: await readSorting(tx, id),
      choice: await readCostChoice(tx, id),
      sources: await listSources(tx, id),
      rows: await listTariffs(tx, id),
    }),
    { readOnly: true },
  );
  const today = dayIn(timeZone, ctx.clock());
  const current = read.rows.find((row) => row.validFrom <= today)?.id;
  return {
    currency: read.sorting.currency ?? currencyOfCountry(country),
    currencyIsOwn: read.sorting.currency !== null,
    first: read.choice.company,
    sources: read.sources.map(({ id: sourceId, name }) => ({
      ...{ sourceId, name },
      first: read.choice.sources.get(sourceId) ?? null,
    })),
    tariffs: read.rows.map(({ id: tariffId, validFrom, lines, prefixes, addedAt, addedByName }, i) => {
      const later = read.rows[i - 1]?.validFrom;
      const validTo = later === undefined ? null : dayBefore(later);
      const standing = tariffId === current ? "current" : validFrom > today ? "later" : "former";
      const days = { validFrom, validTo, current: standing === "current", standing } as const;
      return { tariffId, ...days, lines, prefixes, addedAt, addedByName };
    }),
  };
}

function dayBefore(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
