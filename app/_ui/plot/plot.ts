/** What a colour means is the same in every picture: pine chosen, moss kept, amber soon, brick destroys, slate plain, gone and edge what is none. */
export type PlotTone = "pine" | "moss" | "amber" | "brick" | "slate" | "gone" | "edge";

export const FILLS: Readonly<Record<PlotTone, string>> = {
  pine: "var(--pine)",
  moss: "var(--moss)",
  amber: "var(--amber)",
  brick: "var(--brick)",
  slate: "var(--slate)",
  gone: "var(--line-strong)",
  edge: "var(--edge)",
};

export interface Series {
  /** Where its values stand in a point. */
  readonly key: string;
  readonly label: string;
  readonly tone: PlotTone;
}

export interface Point {
  /** Unique and in order, e.g. a day 'YYYY-MM-DD' or an hour. */
  readonly at: string;
  /** How people read it, e.g. "22 Nov 2026". */
  readonly label: string;
  /** A missing series counts as nothing. */
  readonly values: Readonly<Record<string, number>>;
}

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly tone?: PlotTone;
  /** A word beside the value, e.g. "of 120 days". */
  readonly note?: string;
}

export function totalOf(point: Point, series: readonly Series[]): number {
  return series.reduce((sum, { key }) => sum + (point.values[key] ?? 0), 0);
}
