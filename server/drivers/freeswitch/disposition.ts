import type { Disposition } from "../../domain/codes.ts";

/** What became of a leg that nobody answered, by its hangup cause (switch_types.h); null when it has none. */
export function dispositionOf(answered: boolean, cause: string): Disposition | null {
  if (answered) return "answered";
  if (cause === "" || cause === "NONE" || cause === "UNSPECIFIED") return null;
  if (cause === "USER_BUSY") return "busy";
  return NOT_TAKEN.has(cause) ? "no-answer" : "failed";
}

const NOT_TAKEN = new Set([
  "NORMAL_CLEARING",
  "NO_USER_RESPONSE",
  "NO_ANSWER",
  "SUBSCRIBER_ABSENT",
  "CALL_REJECTED",
  "ORIGINATOR_CANCEL",
  "ALLOTTED_TIMEOUT",
  "LOSE_RACE",
  "PICKED_OFF",
  "MANAGER_REQUEST",
  "BLIND_TRANSFER",
  "ATTENDED_TRANSFER",
  "USER_NOT_REGISTERED",
]);
