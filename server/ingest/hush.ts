import { isStruck } from "../domain/shield/strike.ts";
import type { DecodedLeg, DecodedRecord } from "../drivers/driver.ts";

/**
 * A call with a shielded number: that it was, when, for how long and by which queue and trunk. Whose extension it was goes with
 * the number, since both together say what the number would have said.
 */
export function hush(record: DecodedRecord): DecodedRecord {
  return { ...record, extension: null, values: [] };
}

export function hushLeg(leg: DecodedLeg): DecodedLeg {
  return { ...leg, record: hush(leg.record) };
}

/** Which calls of a frame with a shielded number are meant: those of which nothing was left but filler. */
export function isShielded(record: DecodedRecord, alone: boolean): boolean {
  if (alone || record.values.length === 0) return true;
  return record.values.some((value) => value.class !== "name" && isStruck(value.text));
}

/** A leg that waits carries its category with what the file had said before it; no driver has such a key. */
const CATEGORY = "gallra-category";

export function withCategory(state: string | null, category: number | null): string | null {
  if (category === null) return state;
  const said: unknown = state === null ? {} : JSON.parse(state);
  return JSON.stringify({ ...(said as object), [CATEGORY]: category });
}

export function categoryIn(state: Readonly<Record<string, unknown>>): number | null {
  const category = state[CATEGORY];
  return typeof category === "number" ? category : null;
}
