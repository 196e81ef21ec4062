import { type Day, dayIn } from "../../domain/zoned-time.ts";
import type { CorrectionRow } from "../../store/index.ts";

/** The last day on which something in each call was put right, in the company's calendar. Rows come the latest first. */
export function lastCorrections(
  rows: readonly Pick<CorrectionRow, "recordId" | "correctedAt">[],
  timeZone: string,
): ReadonlyMap<string, Day> {
  const days = new Map<string, Day>();
  for (const { recordId, correctedAt } of rows)
    if (!days.has(recordId)) days.set(recordId, dayIn(timeZone, correctedAt));
  return days;
}
