import type { LineBelongs } from "../driver.ts";
import type { Cutter } from "./cut-framer.ts";

/** No record has more lines; damage that makes all lines belong together is cut off there. */
const MOST_LINES = 256;

const LF = 0x0a;
const CR = 0x0d;

/** A line and those that belong to it. The last group stays open until a line comes that does not, or the file is quiet. */
export function cutLines(belongs: LineBelongs): Cutter {
  return () => {
    const before: string[] = [];
    // Where the line behind those begins, and to where it has no end.
    let begun = 0;
    let read = 0;
    return (data, start, what) => {
      while (start + begun < data.length) {
        const at = start + begun;
        const feed = data.indexOf(LF, start + read);
        read = (feed < 0 ? data.length : feed + 1) - start;
        if (feed < 0 && what === "more") return null;
        // A line that does not fit into the frame any more begins the next one.
        if (feed < 0 && what === "full") return before.length === 0 ? null : at;
        const line = textOf(data, at, feed < 0 ? data.length : feed);
        if (before.length === MOST_LINES || (before.length > 0 && !belongs(before, line))) return at;
        before.push(line);
        begun = read;
      }
      return what === "more" ? null : start + begun;
    };
  };
}

function textOf(data: Buffer, start: number, feed: number): string {
  let end = feed;
  while (end > start && data[end - 1] === CR) end--;
  return data.toString("latin1", start, end);
}
