import type { Direction, Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { addValue, isNumberText } from "../values.ts";
import { type Found, firstOf, foundAt, type Reading } from "./reading.ts";
import type { Layout, LayoutValue } from "./schema.ts";

/** A person's identifier where the layout looks for it; null when nobody stands there. */
export function personOf(value: LayoutValue, reading: Reading, nobody: ReadonlySet<string>): Found | null {
  const told = firstOf(value.from, reading);
  const found = told === null || !value.sip ? told : sipPart(told, value.class === "name", reading);
  if (found === null || nobody.has(found.text.toLowerCase())) return null;
  if (value.digits !== undefined && !isNumberText(found.text, value.digits)) return null;
  return found;
}

/** What stands in a number's place when there is none. */
export function nobodyOf(layout: Layout): ReadonlySet<string> {
  return new Set(layout.nobody.map((word) => word.toLowerCase()));
}

/** The company's own side calls, unless the call came in. */
export function roleOf(role: LayoutValue["role"], direction: Direction | null): Role {
  if (role === "own") return direction === "in" ? "called" : "calling";
  if (role === "other") return direction === "in" ? "calling" : "called";
  return role;
}

export function addPerson(
  reading: Reading,
  { start, end, text }: Found,
  role: Role,
  as: DecodedValue["class"],
  values: DecodedValue[],
): void {
  if (!addValue(reading, start, end, role, as, values)) return;
  const added = values.at(-1);
  if (added !== undefined && added.text !== text) values[values.length - 1] = { ...added, text };
}

const SCHEMES = ["sips:", "sip:", "tel:"] as const;

/** `"Anna" <sip:204@192.0.2.1;user=phone>;tag=1`: 204, or Anna. */
function sipPart(found: Found, name: boolean, { frame, text }: Reading): Found | null {
  const written = text.slice(found.start, found.end);
  const angle = written.indexOf("<");
  if (name) {
    if (angle <= 0) return null;
    let from = found.start;
    let to = found.start + angle;
    while (from < to && isQuote(text.charCodeAt(from))) from++;
    while (to > from && isQuote(text.charCodeAt(to - 1))) to--;
    return foundAt(frame, text, from, to);
  }
  const small = written.toLowerCase();
  const scheme = SCHEMES.find((word) => small.includes(word, angle + 1));
  const from = scheme === undefined ? angle + 1 : small.indexOf(scheme, angle + 1) + scheme.length;
  let to = from;
  while (to < written.length && !"@;>? ".includes(written.charAt(to))) to++;
  const user = written.slice(from, to);
  // Without a user there is only the host, and that is no person.
  if (written.charAt(to) !== "@" && user.includes(".")) return null;
  return foundAt(frame, text, found.start + from, found.start + to);
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x20 || code === 0x09 || code === 0x5c;
}
