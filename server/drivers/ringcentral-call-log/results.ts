import type { Disposition } from "../../domain/codes.ts";

const ANSWERED = new Set(["accepted", "call connected", "connected", "answered", "received", "sent", "call accepted"]);
const BUSY = new Set(["busy", "line busy"]);
const NOBODY = new Set([
  "missed",
  "voicemail",
  "no answer",
  "not answered",
  "hang up",
  "abandoned",
  "rejected",
  "declined",
  "stopped",
  "reply",
  "canceled",
  "cancelled",
  "not accepted",
]);
/** A call that is none of these has failed, and its result says of what: there are some forty, and more come. */
const UNKNOWN = new Set(["", "unknown"]);

/** What RingCentral calls the result; null where it does not know itself. */
export function dispositionOf(result: string, seconds: number): Disposition | null {
  const word = result.toLowerCase();
  if (ANSWERED.has(word)) return "answered";
  if (BUSY.has(word)) return "busy";
  if (NOBODY.has(word)) return "no-answer";
  // A fax that came in part, or after errors, was a connection.
  if (UNKNOWN.has(word)) return seconds > 0 ? null : "no-answer";
  return /^fax partially/.test(word) ? "answered" : "failed";
}
