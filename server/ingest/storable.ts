import type { DecodedRecord } from "../drivers/driver.ts";

const LARGEST_COUNT = 2_147_483_647;
const FIRST_INSTANT = Date.UTC(1900, 0, 1);
const LAST_INSTANT = Date.UTC(2200, 0, 1);

/**
 * Why a record cannot be stored as it was read, or null. A figure beyond its column would refuse the whole batch, and with
 * it everything behind it in the file; so such a line is kept as undefined.
 */
export function whyNotStorable(record: DecodedRecord): string | null {
  const at = record.startedAt.getTime();
  if (!(at >= FIRST_INSTANT && at < LAST_INSTANT)) return "date out of range";
  if (!isCount(record.durationSeconds) || !(record.ringSeconds === null || isCount(record.ringSeconds))) {
    return "duration out of range";
  }
  if (
    !(record.costCents === null || (Number.isInteger(record.costCents) && Math.abs(record.costCents) <= LARGEST_COUNT))
  ) {
    return "cost out of range";
  }
  return null;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= LARGEST_COUNT;
}
