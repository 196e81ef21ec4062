import type { Direction, Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { addValue, type FrameText, isNumberText, trimmed } from "../values.ts";
import { AT } from "./columns.ts";

type Column = readonly [number, number];

/** Who took part. On an incoming call, digits dialled are the number that was called, or where it was forwarded to. */
export function valuesOf(whole: FrameText, base: number, direction: Direction | null): DecodedValue[] {
  const values: DecodedValue[] = [];
  const add = ([from, to]: Column, role: Role, as: DecodedValue["class"] = "phone") =>
    addValue(whole, base + from, base + to, role, as, values);
  const inward = direction === "in" || (direction === null && cellAt(whole, base, AT.caller) !== null);
  if (inward) {
    addCaller(whole, base, values);
    add(AT.extension, "called");
    add(AT.dialled, "dialled");
  } else {
    add(AT.extension, "calling");
    add(AT.dialled, "called");
    const other = cellAt(whole, base, AT.caller);
    if (other !== null) addValue(whole, other.start, other.end, "caller", "phone", values);
  }
  const name = cellAt(whole, base, AT.name);
  if (name !== null && !WITHHELD.test(whole.text.slice(name.start, name.end)))
    add(AT.name, inward ? "calling" : "called", "name");
  for (const code of [AT.authorisation, AT.account]) addCode(whole, base, code, values);
  return values;
}

/** A number; where a name or a word stands instead, that. */
function addCaller(whole: FrameText, base: number, values: DecodedValue[]): void {
  const span = cellAt(whole, base, AT.caller);
  if (span === null) return;
  const written = whole.text.slice(span.start, span.end);
  if (WITHHELD.test(written)) return;
  const name = /[A-Za-z\u0080-\u00ff]{2}/.test(written);
  addValue(whole, span.start, span.end, "calling", name ? "name" : "phone", values);
}

const WITHHELD = /^(private|unknown|withheld|anonymous|unavailable|out of area|blocked|no cid)$/i;

/** A code is a person's only when it is as long as a number; it may stand between a star and a hash. */
function addCode(whole: FrameText, base: number, column: Column, values: DecodedValue[]): void {
  const span = cellAt(whole, base, column);
  if (span === null) return;
  let { start, end } = span;
  while (start < end && "*#".includes(whole.text.charAt(start))) start++;
  while (end > start && "*#".includes(whole.text.charAt(end - 1))) end--;
  if (isNumberText(whole.text.slice(start, end))) addValue(whole, start, end, "redirecting", "phone", values);
}

function cellAt({ text }: FrameText, base: number, [from, to]: Column) {
  return trimmed(text, base + from, Math.min(base + to, text.length));
}
