import type { LineBelongs } from "../driver.ts";
import { DETAIL_HEAD } from "./times.ts";

/** An attribute of a record in text, with or without what a log puts before it. */
const ATTRIBUTE = /^[ \t]*(?:\(\d{1,12}\)[ \t]*)?[A-Za-z0-9][A-Za-z0-9_.:-]{0,80}[ \t]*[:+]?=/;
const STATUS = /^[ \t]*(?:\(\d{1,12}\)[ \t]*)?acct[-_]status[-_]type\b/i;

/** A record is its attributes, and the line above them if there is one; a blank line ends it. */
export const recordLines: LineBelongs = (before, line) => {
  if (!before.some((one) => one.trim() !== "")) return true;
  if (line.trim() === "" || !ATTRIBUTE.test(line)) return false;
  return !(STATUS.test(line) && before.some((one) => STATUS.test(one)));
};

/** The line above the attributes: a date, or what a log says of the packet; "" when there is none. */
export function headOf(text: string): string {
  const first =
    text
      .slice(0, 4_096)
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? "";
  return ATTRIBUTE.test(first) && !DETAIL_HEAD.test(first) ? "" : first;
}
