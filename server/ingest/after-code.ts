import type { Role } from "../domain/codes.ts";
import { canonicalPhone, type NumberReader, type ReadNumber } from "../domain/numbers/index.ts";
import type { DecodedRecord, DecodedValue } from "../drivers/driver.ts";

/** A number that was dialled after a code of the company's, and where in the frame it stands. */
export interface AfterCode {
  readonly read: ReadNumber;
  readonly value: DecodedValue;
}

/**
 * Reads what follows an access code: with the code before it, it would be taken for a service of the telephone system or for
 * another number, and the person would neither be found nor erased. Null where no code stands there, or no number after it.
 */
export function readAfterCode(
  codes: readonly string[],
  readPhone: NumberReader,
  value: DecodedValue,
  direction: DecodedRecord["direction"],
): AfterCode | null {
  if (codes.length === 0 || direction === "in" || !DIALLED.includes(value.role)) return null;
  const written = value.text.trimStart();
  const code = codes.find((one) => written.startsWith(one));
  const number = code === undefined ? "" : written.slice(code.length).trimStart();
  if (number === "") return null;
  const read = readPhone(number);
  if (!read.valid || canonicalPhone(read) === null) return null;
  // Where the value stands as it is written, the code stays in the raw record and the number alone is cut out.
  const plain = value.end - value.start === value.text.length;
  return { read, value: plain ? { ...value, text: number, start: value.end - number.length } : value };
}

const DIALLED: readonly Role[] = ["called", "dialled"];
