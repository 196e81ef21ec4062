import parsePhoneNumber from "libphonenumber-js/max";
import type { PartyClass } from "./codes.ts";

/** What stands for a hidden digit on screen. */
export const MASK = "•";

/**
 * The value as people read it, e.g. "+46 70 174 06 05", "19811228-9874". `value` is a canonical form of class `cls`.
 */
export function displayNumber(value: string, cls: PartyClass): string {
  if (cls === "ssn" && /^\d{8}[\dA-Z]\d{3}$/.test(value)) return `${value.slice(0, 8)}-${value.slice(8)}`;
  if (cls !== "phone" || !value.startsWith("+")) return value;
  return parsePhoneNumber(value)?.formatInternational() ?? value;
}

/** The value with its last digits hidden: four of a phone number, the last four of an SSN, all but the initial of a name. */
export function maskNumber(value: string, cls: PartyClass): string {
  switch (cls) {
    case "ssn":
      return /^\d{8}/.test(value) ? `${spacedDay(value)}-${MASK.repeat(4)}` : hideLast(value, 4);
    case "ssn_truncated":
      return spacedDay(value);
    case "name":
      return `${[...value][0] ?? ""}${MASK.repeat(4)}`;
    case "phone":
      return hideLast(displayNumber(value, "phone"), 4);
  }
}

function spacedDay(value: string): string {
  return `${value.slice(0, 4)} ${value.slice(4, 6)} ${value.slice(6, 8)}`;
}

function hideLast(text: string, count: number): string {
  const chars = [...text];
  let left = count;
  for (let i = chars.length - 1; i >= 0 && left > 0; i--) {
    if (!/[\p{L}\p{N}]/u.test(chars[i] ?? "")) continue;
    chars[i] = MASK;
    left--;
  }
  return chars.join("");
}
