import type { MouseEvent } from "react";

/** Whether a press is the second of a double click, by the browser's own count: it may come before the page has drawn that the first is under way. */
export function isDouble({ detail }: Pick<MouseEvent, "detail">): boolean {
  return detail > 1;
}
