import { addDays, type Day } from "../../domain/zoned-time.ts";
import type { StoreId } from "./copy-store.ts";
import { COPY_REGISTER } from "./register.ts";

/**
 * The last day on which what stands in a store today can still stand there, by its horizon; `lastKey` is the day on which the last
 * key ends that a rule knows. null where nothing of ours ends it.
 */
export function lastDayIn(id: StoreId, today: Day, lastKey: Day | null): Day | null {
  const horizon = COPY_REGISTER.find((store) => store.id === id)?.horizon;
  switch (horizon?.by) {
    case "own-end":
    case "days":
    case "work":
      return addDays(today, horizon.days);
    case "rule":
      return lastKey;
    default:
      return null;
  }
}
