import { AppError } from "../domain/app-error.ts";
import type { DriverOption, DriverOptions } from "./driver.ts";

/**
 * The option values a driver works with: given or default, in one record. Throws AppError "bad-input" that names the option
 * and what it may be; the given text is not repeated, since it could have been a number.
 */
export function readOptions(driverId: string, known: readonly DriverOption[], given: DriverOptions): DriverOptions {
  const names = known.map((option) => option.name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) {
      const choice = names.length === 0 ? "it has none" : `use ${names.join(", ")}`;
      throw new AppError("bad-input", `The driver ${driverId} does not know that option: ${choice}.`);
    }
  }
  const values: Record<string, string> = {};
  for (const option of known) {
    const value = given[option.name] ?? option.default;
    if (value === undefined) continue;
    if (option.values !== undefined && !option.values.includes(value)) {
      throw new AppError(
        "bad-input",
        `The option ${option.name} of ${driverId} is one of ${option.values.join(", ")}.`,
      );
    }
    values[option.name] = value;
  }
  return values;
}

/** A whole number from 1 to `most`, or null when the option is not given. */
export function readCount(name: string, values: DriverOptions, most: number): number | null {
  const text = values[name];
  if (text === undefined) return null;
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > most) {
    throw new AppError("bad-input", `The option ${name} is a whole number from 1 to ${most}.`);
  }
  return count;
}

/** The words of a comma-separated option, without blanks and empty ones. */
export function readList(values: DriverOptions, name: string): readonly string[] {
  return (values[name] ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

const DELIMITERS: Readonly<Record<string, string>> = { comma: ",", semicolon: ";", pipe: "|", tab: "\t" };

/** The choices of the option `delimiter`: the character itself or its name. */
export const DELIMITER_VALUES: readonly string[] = [",", ";", "|", "\t", ...Object.keys(DELIMITERS)];

/** The delimiter's character code, or null when the option is not given. */
export function readDelimiter(values: DriverOptions): number | null {
  const text = values.delimiter;
  return text === undefined ? null : (DELIMITERS[text] ?? text).charCodeAt(0);
}
