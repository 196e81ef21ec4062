import parsePhoneNumber from "libphonenumber-js/max";
import type { PartyClass } from "./codes.ts";

/** What stands for a hidden digit on screen. */
export const MASK = "•";

/**
 * The value as people read it, e.g. "+46 70 174 06 05", "19811228-9874", "1981 12 28". `value` is a canonical form of class
 * `cls`. Whether somebody may see it is asked of `showValue` (sight.ts), never decided here.
 */
export function displayNumber(value: string, cls: PartyClass): string {
  if (cls === "ssn" && /^\d{8}[\dA-Z]\d{3}$/.test(value)) return `${value.slice(0, 8)}-${value.slice(8)}`;
  if (cls === "ssn_truncated") return spacedDay(value);
  if (cls !== "phone" || !value.startsWith("+")) return value;
  return parsePhoneNumber(value)?.formatInternational() ?? value;
}

/** "19811228" and what follows it as "1981 12 28". */
export function spacedDay(value: string): string {
  return `${value.slice(0, 4)} ${value.slice(4, 6)} ${value.slice(6, 8)}`;
}

/** The text with its last `count` letters and digits hidden. */
export function hideLast(text: string, count: number): string {
  const chars = [...text];
  let left = count;
  for (let i = chars.length - 1; i >= 0 && left > 0; i--) {
    if (!/[\p{L}\p{N}]/u.test(chars[i] ?? "")) continue;
    chars[i] = MASK;
    left--;
  }
  return chars.join("");
}

export function hideAll(text: string): string {
  return hideLast(text, Number.POSITIVE_INFINITY);
}
