import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { addDays, type Day } from "../../domain/zoned-time.ts";

/** What goes, or went, at the midnight with which a day begins. */
export interface Night {
  readonly day: Day;
  readonly values: number;
  readonly byProduct: readonly { readonly product: Product; readonly class: DataClass; readonly values: number }[];
}

export interface NightRow {
  readonly day: Day;
  readonly product: number;
  readonly class: number;
  readonly held: number;
}

/** How many nights the page tells of, back and ahead. */
export const NIGHTS = 30;

/** The nights to come of these rows; what ends later than the page tells of is left out. */
export function comingNights(rows: readonly NightRow[], today: Day): Night[] {
  return nights(rows.filter((row) => row.day > today && row.day <= addDays(today, NIGHTS)));
}

/** The rows of each night added up, the earliest night first; nights on which nothing goes are left out. */
export function nights(rows: readonly NightRow[]): Night[] {
  const byDay = new Map<Day, Map<string, Night["byProduct"][number]>>();
  for (const row of rows) {
    const product = nameOf(PRODUCTS, row.product);
    const cls = nameOf(DATA_CLASSES, row.class);
    if (product === undefined || cls === undefined || row.held === 0) continue;
    const night = byDay.get(row.day) ?? new Map<string, Night["byProduct"][number]>();
    const key = `${product} ${cls}`;
    night.set(key, { product, class: cls, values: (night.get(key)?.values ?? 0) + row.held });
    byDay.set(row.day, night);
  }
  return [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, night]) => ({
      day,
      values: [...night.values()].reduce((sum, one) => sum + one.values, 0),
      byProduct: [...night.values()],
    }));
}
