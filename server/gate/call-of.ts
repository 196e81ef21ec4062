import type { CallToFilter } from "../domain/filter/judge-call.ts";
import type { NumberReader, ReadNumber } from "../domain/numbers/index.ts";
import type { Decoded, DecodedRecord, DecodedValue } from "../drivers/driver.ts";

/** The calls that a frame tells of, or a part of one. */
export function recordsOf(decoded: Decoded): readonly DecodedRecord[] {
  if (decoded.kind === "records") return decoded.records;
  return decoded.kind === "leg" ? [decoded.leg.record] : [];
}

export function phonesOf({ values }: DecodedRecord): DecodedValue[] {
  return values.filter((value) => value.class !== "name");
}

/** A call as a filter asks about it. */
export function callToFilter(record: DecodedRecord, read: NumberReader): CallToFilter {
  const { startedAt, extension, direction, kind, disposition } = record;
  const numbers: ReadNumber[] = phonesOf(record).map((value) => read(value.text));
  return { startedAt, extension, direction, kind, disposition, numbers };
}
