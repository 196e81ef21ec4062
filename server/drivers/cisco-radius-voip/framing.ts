import type { LineBelongs } from "../driver.ts";
import { readLine } from "./attribute-line.ts";
import { DETAIL_HEAD } from "./times.ts";

const STATUS = /^[ \t]*(?:\(\d{1,12}\)[ \t]*)?acct[-_]status[-_]type\b/i;

/** A record is its attributes, and the line above them if there is one; a blank line ends it. */
export const recordLines: LineBelongs = (before, line) => {
  if (!before.some((one) => one.trim() !== "")) return true;
  if (readLine(line, 0, line.length) === null) return false;
  return !(STATUS.test(line) && before.some((one) => STATUS.test(one)));
};

/** The line above the attributes: a date, or what a log says of the packet; "" when there is none. */
export function headOf(text: string): string {
  const most = Math.min(text.length, 4_096);
  for (let at = 0; at < most; ) {
    const feed = text.indexOf("\n", at);
    const line = text.slice(at, feed < 0 ? most : Math.min(feed, most)).trim();
    if (line !== "") return readLine(line, 0, line.length) !== null && !DETAIL_HEAD.test(line) ? "" : line;
    if (feed < 0) break;
    at = feed + 1;
  }
  return "";
}
