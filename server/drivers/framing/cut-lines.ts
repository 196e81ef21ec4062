import type { LineBelongs } from "../driver.ts";
import type { CutOne } from "./cut-framer.ts";

/** No record has more lines; damage that makes all lines belong together is cut off there. */
const MOST_LINES = 256;

const LF = 0x0a;
const CR = 0x0d;

/** A line and those that belong to it. The last group stays open until a line comes that does not, or the file is quiet. */
export function cutLines(belongs: LineBelongs): CutOne {
  return (data, start, what) => {
    const before: string[] = [];
    let at = start;
    while (at < data.length) {
      const feed = data.indexOf(LF, at);
      if (feed < 0 && what === "more") return null;
      // A line that does not fit into the frame any more begins the next one.
      if (feed < 0 && what === "full") return before.length === 0 ? null : at;
      const line = textOf(data, at, feed < 0 ? data.length : feed);
      if (before.length === MOST_LINES || (before.length > 0 && !belongs(before, line))) return at;
      before.push(line);
      at = feed < 0 ? data.length : feed + 1;
    }
    return what === "more" ? null : at;
  };
}

function textOf(data: Buffer, start: number, feed: number): string {
  let end = feed;
  while (end > start && data[end - 1] === CR) end--;
  return data.toString("latin1", start, end);
}
