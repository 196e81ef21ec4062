/** A column of a sample: where a layout finds it, what heads it, and what stands in it line by line. */
export interface SampleColumn {
  /** As a layout writes it: a number, [first, last] or a path. */
  readonly place: number | string | [number, number];
  readonly header: string | null;
  /** One a record, without the blanks around it; blank where there is nothing. */
  readonly values: readonly string[];
}

/** A sample cut into columns, and what of a layout that already says. */
export interface SplitSample {
  readonly kind: "delimited" | "fixed-position" | "json" | "xml";
  readonly columns: readonly SampleColumn[];
  readonly delimiter?: string;
  readonly quotes?: boolean;
  /** The element that is one call. */
  readonly element?: string;
  /** Lines that head the columns or rule them off: what stands in one of its columns, or how such lines begin. */
  readonly headers: readonly { readonly at: number; readonly text: string }[];
  readonly rules: readonly string[];
  /** Columns, or characters, of the lines that were taken for records. */
  readonly size: { readonly from: number; readonly to: number } | null;
}

/** So many lines say as much as all of them. */
export const MOST_LINES = 200;

export function linesOf(sample: string): string[] {
  return sample
    .split(/\r\n|[\n\r\0\u0002\u0003\f]/)
    .filter((line) => line.trim() !== "")
    .slice(0, MOST_LINES);
}
