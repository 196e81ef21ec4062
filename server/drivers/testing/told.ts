import assert from "node:assert/strict";
import type { DecodedRecord } from "../driver.ts";

/** Everybody a record names, in its order: `calling phone 0701740605`. */
export function named(record: DecodedRecord | undefined): string[] {
  return (record?.values ?? []).map((value) => `${value.role} ${value.class} ${value.text}`);
}

/** The one there is; more or none is a failure. */
export function theOne<T>(told: readonly T[]): T {
  const [first, ...others] = told;
  assert.ok(first !== undefined && others.length === 0, `${told.length} instead of one`);
  return first;
}
