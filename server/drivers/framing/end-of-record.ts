import type { CutOne } from "./cut-framer.ts";

export const BLANKS: readonly number[] = [0x20, 0x09, 0x0d];
const LF = 0x0a;

/** The end of a frame whose record has ended: behind the separators and the line break after it, if they are there. */
export function endOfRecord(ended: number, separators: readonly number[]): CutOne {
  let read = ended;
  return (data, start, what) => {
    let at = start + read;
    while (at < data.length && separators.includes(data[at] ?? 0)) at++;
    if (at < data.length) return data[at] === LF ? at + 1 : at;
    read = at - start;
    return what === "more" ? null : at;
  };
}
