/** Rows of a list, from 0; `to` is left out. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** The number of the last page of `of` rows, from 0. */
export function lastPage(size: number, of: number): number {
  return Math.max(0, Math.ceil(of / size) - 1);
}

/** The rows of a page out of `of`. A page that has emptied shows the last one that is left. */
export function partOf(page: number, size: number, of: number): Part {
  const from = Math.min(page, lastPage(size, of)) * size;
  return { from, to: Math.min(from + size, of) };
}

/** The pages that were turned, and one more: null, or the one that was turned last, turns none. */
export function turnOn<T>(turned: readonly T[], next: T | null): readonly T[] {
  const isLast = JSON.stringify(turned.at(-1)) === JSON.stringify(next);
  return next === null || isLast ? turned : [...turned, next];
}
