import { idFloor } from "./ids.ts";
import type { IdRange } from "./thresholds.ts";

/** All ids of the month (UTC) in which a call of this id started: none of them lies in two partitions. */
export function monthOfCall(id: string): IdRange {
  const at = new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16));
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const next = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  // Ids carry a version, so that the floor of a moment is no call's.
  return { after: idFloor(first), end: idFloor(next) };
}
