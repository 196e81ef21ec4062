import type { Disposition } from "../domain/codes.ts";

/** What the final answer to an INVITE says of the call (RFC 3261). */
export function ofSipAnswer(code: number): Disposition {
  if (code >= 200 && code < 300) return "answered";
  if (code === 486 || code === 600) return "busy";
  return code === 408 || code === 480 || code === 487 || code === 603 ? "no-answer" : "failed";
}
