import type { CutOne } from "./cut-framer.ts";
import { FRAME_LIMIT } from "./frame.ts";

/** A count and what it counts, and the next count, together stay under the limit of a frame. */
const MOST_COUNTED = FRAME_LIMIT - 16;

/**
 * Four bytes, the lowest first, and as many bytes as they count. Whether a count is damaged shows in what follows: where no
 * other count follows, but a good one stands within the bytes it claims, the frame ends before that one. What begins with no
 * count ends with its line, or before the next count.
 */
export const cutLength: CutOne = (data, start, what) => {
  const counted = countedBytes(data, start);
  if (counted === null && data.length - start < 4) return null;
  const end = counted === null ? endOfLine(data, start) : start + 4 + counted;
  if (counted !== null) {
    if (end + 4 > data.length && what === "more") return null;
    if (end + 4 <= data.length && countedBytes(data, end) !== null) return end;
    if (end === data.length && what === "end") return end;
  }
  for (let at = start + 1; at < Math.min(end, data.length - 3); at++) {
    const follows = followed(data, at, what);
    if (follows === "unknown") return null;
    if (follows === "yes") return at;
  }
  if (counted === null) return end < data.length || data[end - 1] === LF ? end : null;
  return end > data.length ? null : end;
};

const LF = 0x0a;

function endOfLine(data: Buffer, start: number): number {
  const feed = data.indexOf(LF, start);
  return feed < 0 ? data.length : feed + 1;
}

/** What the four bytes count; null when they are missing or count what no frame has. */
export function countedBytes(data: Buffer, at: number): number | null {
  if (at + 4 > data.length) return null;
  const count = data.readUInt32LE(at);
  return count > 0 && count <= MOST_COUNTED ? count : null;
}

/** Whether a count stands there, behind whose bytes another one stands or the data end. */
function followed(data: Buffer, at: number, what: "more" | "full" | "end"): "yes" | "no" | "unknown" {
  const counted = countedBytes(data, at);
  if (counted === null) return "no";
  const end = at + 4 + counted;
  if (end + 4 <= data.length) return countedBytes(data, end) === null ? "no" : "yes";
  if (what === "end") return end === data.length ? "yes" : "no";
  return what === "more" ? "unknown" : "no";
}
