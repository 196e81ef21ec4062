import type { RecipientView } from "./desk.ts";

/** What can be said of a recipient: that it is reached, that it is not, or nothing before the first message has arrived there. */
export function arrivalOf(
  { way, failingSince, hasArrived }: Pick<RecipientView, "way" | "failingSince" | "hasArrived">,
  hasRelay: boolean,
): "reached" | "unreached" | "untold" {
  if (failingSince !== null || (way === "mail" && !hasRelay)) return "unreached";
  return hasArrived ? "reached" : "untold";
}
