/** Ids of calls begin with 48 bits of milliseconds, so that a period is a range of ids (RFC 9562, version 8). */
export const FIRST_ID = "00000000-0000-0000-0000-000000000000";
export const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The lowest id a call of this moment can have. */
export function idFloor(at: Date): string {
  const hex = Math.min(Math.max(0, at.getTime()), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
