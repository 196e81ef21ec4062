import type { DecodedLeg, DecodedRecord } from "./driver.ts";

/**
 * Puts legs that nothing else orders into the same order whatever order they came in: by their part, then by what they say. That
 * is looked at only where the parts are the same, since it costs more than all the rest of joining.
 */
export function byWords(a: DecodedLeg, b: DecodedLeg): number {
  if (a.part !== b.part || a === b) return compare(a.part, b.part);
  return compareFacts(a.record, b.record) || compare(valuesOf(a), valuesOf(b));
}

/** As their JSON compares: by the first fact that differs, where both tell the same ones in the same order. */
function compareFacts(a: DecodedRecord, b: DecodedRecord): number {
  const [names, others] = [factNames(a), factNames(b)];
  if (names.length !== others.length || names.some((name, at) => name !== others[at])) {
    return compare(JSON.stringify({ ...a, values: undefined }), JSON.stringify({ ...b, values: undefined }));
  }
  for (const [at, name] of names.entries()) {
    if (a[name] === b[name]) continue;
    // What follows decides where one is the beginning of the other: 5 and 57.
    const after = at === names.length - 1 ? "}" : ",";
    const order = compare(JSON.stringify(a[name]) + after, JSON.stringify(b[name]) + after);
    if (order !== 0) return order;
  }
  return 0;
}

function factNames(record: DecodedRecord): (keyof DecodedRecord)[] {
  const names = Object.keys(record) as (keyof DecodedRecord)[];
  return names.filter((name) => name !== "values" && record[name] !== undefined);
}

function valuesOf({ record }: DecodedLeg): string {
  return JSON.stringify(record.values.map((value) => [value.role, value.class, value.text]));
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
