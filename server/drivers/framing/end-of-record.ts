import type { CutOne } from "./cut-framer.ts";

const LF = 0x0a;

/** The end of a frame whose record has ended: behind the separators and the line break after it, if they are there. */
export function endOfRecord(ended: number, separators: string): CutOne {
  let read = ended;
  return (data, start, what) => {
    let at = start + read;
    while (at < data.length && separators.includes(String.fromCharCode(data[at] ?? 0))) at++;
    if (at < data.length) return data[at] === LF ? at + 1 : at;
    read = at - start;
    return what === "more" ? null : at;
  };
}
