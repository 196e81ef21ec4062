import type { Disposition } from "../domain/codes.ts";

/**
 * Why a call that nobody answered ended, by the cause of Q.850. 16 normal clearing, 18 no user responding, 19 no answer, 21
 * rejected, 31 normal and 0 nothing said: it was offered, and not taken.
 */
export function ofQ850(cause: number): Disposition {
  if (cause === 17) return "busy";
  return UNANSWERED.has(cause) ? "no-answer" : "failed";
}

const UNANSWERED = new Set([0, 16, 18, 19, 21, 31]);
