import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { addValue, type FrameText, isNumberText, sameNumber, trimmed } from "../values.ts";
import type { Column } from "./columns.ts";
import { type Ends, isExtension, type Side } from "./sides.ts";

export interface Row extends FrameText {
  find(name: Column): { readonly start: number; readonly end: number; readonly escaped: boolean } | null;
}

/** Everybody the record names. What a queue, a menu or a trunk is called names nobody. */
export function readPeople(row: Row, ends: Ends): DecodedValue[] {
  const values: DecodedValue[] = [];
  addNumber(row, "from-no", "calling", values);
  addNumber(row, "to-no", "called", values);
  addNumber(row, "dial-no", "dialled", values);
  addNumber(row, "final-number", "transferred", values);
  if (ends.from === "extension") addNumber(row, "from-dn", "caller", values);
  if (ends.to === "extension") addNumber(row, "to-dn", "transferred", values);
  if (ends.final === "extension") addNumber(row, "final-dn", "transferred", values);
  addDisplayed(row, "from-dispname", ends.from, "calling", values);
  addDisplayed(row, "to-dispname", ends.to, "called", values);
  addDisplayed(row, "final-dispname", ends.final, "transferred", values);
  addAccount(row, values);
  for (const name of LISTS) addList(row, name, name === "chain" || name === "missed-queue-calls" ? 2 : 6, values);
  return values;
}

function addNumber(row: Row, name: Column, role: Role, values: DecodedValue[]): void {
  const place = row.find(name);
  if (place !== null) addPlain(row, place.start, place.end, role, values);
}

/** Without `Ext.`, which stands before an extension. */
function addPlain(row: Row, from: number, to: number, role: Role, values: DecodedValue[]): void {
  const span = trimmed(row.text, from, to);
  if (span === null) return;
  const mark = /^ext\.?\s?/i.exec(row.text.slice(span.start, Math.min(span.end, span.start + 6)))?.[0].length ?? 0;
  const start = isExtension(row.text.slice(span.start, span.end)) ? span.start + mark : span.start;
  addValue(row, start, span.end, role, "phone", values);
}

/** A display name is a number where the other end has no name. */
function addDisplayed(row: Row, name: Column, side: Side, role: Role, values: DecodedValue[]): void {
  const place = row.find(name);
  if (place === null || side === "queue" || side === "machine") return;
  const span = trimmed(row.text, place.start, place.end);
  if (span === null) return;
  const written = row.text.slice(span.start, span.end);
  if (isNumberText(written, 2) || isExtension(written)) {
    addPlain(row, span.start, span.end, role === "calling" ? "caller" : "transferred", values);
    return;
  }
  if (addValue(row, span.start, span.end, role, "name", values) && place.escaped) unquote(values);
}

function unquote(values: DecodedValue[]): void {
  const last = values.at(-1);
  if (last !== undefined) values[values.length - 1] = { ...last, text: last.text.replaceAll('""', '"') };
}

/** What was keyed for billing, where it is as long as a person's number. */
function addAccount(row: Row, values: DecodedValue[]): void {
  const place = row.find("bill-code");
  if (place !== null && isNumberText(row.text.slice(place.start, place.end).trim()))
    addValue(row, place.start, place.end, "redirecting", "phone", values);
}

const MOST_LISTED = 200;
/** Those that hold several people, and those in which sites write what they like. */
const LISTS: readonly Column[] = ["chain", "missed-queue-calls", "bill-code", "bill-name", "reason-changed"];

/** `Chain: Ext.100;+46...;`, and the agents of a queue who were tried and did not answer. */
function addList(row: Row, name: Column, digits: number, values: DecodedValue[]): void {
  const place = row.find(name);
  if (place === null) return;
  let at = row.text.startsWith("Chain:", place.start) ? place.start + "Chain:".length : place.start;
  for (let count = 0; at < place.end && count < MOST_LISTED; count++) {
    const next = endOfItem(row.text, at, place.end);
    const written = row.text.slice(at, next).trim();
    if (isExtension(written) || isNumberText(written, digits)) addListed(row, at, next, values);
    at = next + 1;
  }
}

/** A number that is told already tells nothing new; one that only ends like a number cut short is a person of its own. */
function addListed(row: Row, from: number, to: number, values: DecodedValue[]): void {
  const added: DecodedValue[] = [];
  addPlain(row, from, to, "transferred", added);
  for (const one of added) {
    const isTold = values.some(
      ({ text, start, end }) =>
        (start < one.end && one.start < end) ||
        text === one.text ||
        (Math.min(text.length, one.text.length) > SHORTEST_WHOLE && sameNumber(text, one.text)),
    );
    if (!isTold) values.push(one);
  }
}

/** A national number without its prefix. */
const SHORTEST_WHOLE = 8;

function endOfItem(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text[at] !== ";" && text[at] !== "|") at++;
  return at;
}
