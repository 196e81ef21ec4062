import type { Words } from "../../../_ui/words.ts";

/** What hindered a message, in words; one of a later release by its code. */
export function problemText(problem: string | null, words: Words): string {
  return problem === null ? "" : (words.known(`delivery.${problem}`) ?? problem);
}
