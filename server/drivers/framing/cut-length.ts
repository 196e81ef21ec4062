import type { Cutter, What } from "./cut-framer.ts";
import { FRAME_LIMIT } from "./frame.ts";

/** A count and what it counts, and the next count, together stay under the limit of a frame. */
const MOST_COUNTED = FRAME_LIMIT - 16;

/**
 * Four bytes, the lowest first, and as many bytes as they count. Whether a count is damaged shows in what follows: where no
 * other count follows, but a good one stands within the bytes it claims, the frame ends before that one. What begins with no
 * count ends with its line, or before the next count.
 */
export const cutLength: Cutter = () => {
  let read = 1;
  return (data, start, what) => {
    if (data.length - start < 4) return null;
    const counted = countedBytes(data, start);
    const end = counted === null ? data.length : start + 4 + counted;
    if (counted !== null) {
      if (end + 4 > data.length && what === "more") return null;
      if (end + 4 <= data.length && countedBytes(data, end) !== null) return end;
      if (end === data.length && what === "end") return end;
    }
    const most = Math.min(end, data.length - 3);
    for (let at = start + read; at < most; at++) {
      if (counted === null && data[at - 1] === LF) return at;
      const follows = followed(data, at, what);
      if (follows === "yes") return at;
      if (follows === "unknown") {
        read = at - start;
        return null;
      }
    }
    if (counted !== null) return end > data.length ? null : end;
    const feed = data.indexOf(LF, most - 1);
    if (feed >= 0 && (feed < most || what !== "more")) return feed + 1;
    // What the last three bytes count is not known yet, a line feed among them or not.
    read = most - start;
    return null;
  };
};

const LF = 0x0a;

/** What the four bytes count; null when they are missing or count what no frame has. */
export function countedBytes(data: Buffer, at: number): number | null {
  if (at + 4 > data.length) return null;
  const count = data.readUInt32LE(at);
  return count > 0 && count <= MOST_COUNTED ? count : null;
}

/** Whether a count stands there, behind whose bytes another one stands or the data end. */
function followed(data: Buffer, at: number, what: What): "yes" | "no" | "unknown" {
  const counted = countedBytes(data, at);
  if (counted === null) return "no";
  const end = at + 4 + counted;
  if (end + 4 <= data.length) return countedBytes(data, end) === null ? "no" : "yes";
  if (what === "end") return end === data.length ? "yes" : "no";
  return what === "more" ? "unknown" : "no";
}
