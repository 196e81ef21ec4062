import type { SortedMonth } from "../../store/index.ts";

export type SortedCounts = Omit<SortedMonth, "month">;

const NOTHING: SortedCounts = { looked: 0, setApart: 0, putBack: 0, changed: 0 };

/** Months by their first day; the calls of one day may stand in two ranges of ids, since those go by UTC. */
export class MonthCounts {
  readonly #months = new Map<string, SortedCounts>();

  add({ month, ...counts }: SortedMonth): void {
    this.#months.set(month, sum(this.#months.get(month) ?? NOTHING, counts));
  }

  /** The oldest first. */
  get rows(): SortedMonth[] {
    return [...this.#months]
      .map(([month, counts]) => ({ month, ...counts }))
      .sort((a, b) => (a.month < b.month ? -1 : 1));
  }

  get total(): SortedCounts {
    return [...this.#months.values()].reduce(sum, NOTHING);
  }
}

function sum(a: SortedCounts, b: SortedCounts): SortedCounts {
  return {
    looked: a.looked + b.looked,
    setApart: a.setApart + b.setApart,
    putBack: a.putBack + b.putBack,
    changed: a.changed + b.changed,
  };
}
