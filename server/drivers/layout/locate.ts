import { createCells, splitCells } from "../cells.ts";
import type { DecodeContext } from "../driver.ts";
import { jsonAt, jsonText, type JsonNode, readJson } from "../json-offsets.ts";
import { readXml, xmlAt, type XmlNode, xmlText } from "../xml-offsets.ts";
import { foundAt, type Found, type Reading, type Unread } from "./reading.ts";
import type { Layout } from "./schema.ts";

/** Opens a frame: its fields can then be found. `from` and `to` are where its text begins and ends. */
export type Locate = (
  frame: Uint8Array,
  text: string,
  from: number,
  to: number,
  context: DecodeContext,
) => Reading | Unread;

export function locatorOf(layout: Layout): Locate {
  switch (layout.kind) {
    case "delimited":
      return delimited(layout);
    case "fixed-position":
      return fixed(layout);
    case "json":
      return json(layout);
    case "xml":
      return xml(layout);
  }
}

const DELIMITERS: Readonly<Record<string, string>> = { comma: ",", semicolon: ";", pipe: "|", tab: "\t" };

function delimited(layout: Layout): Locate {
  const cells = createCells();
  const delimiter = (DELIMITERS[layout.delimiter] ?? layout.delimiter).charCodeAt(0);
  const headers = headersOf(layout);
  const named = headers?.join("\t") ?? "";
  return (frame, text, from, to, context) => {
    const split = layout.quotes
      ? splitCells(text, from, to, delimiter, cells)
      : splitPlain(text, from, to, delimiter, cells);
    if (!split) return { kind: "undefined", reason: "quotes: one is not closed, or there are too many columns" };
    const cellText = (at: number): Found | null => cell(frame, text, cells, at);
    if (headers !== null) {
      const places = headerPlaces(headers, cells.count, (at) => cellText(at)?.text ?? "");
      if (places !== null) {
        context.state.columns = { of: named, places };
        return { kind: "nothing", reason: "header" };
      }
    }
    const known = headers === null ? null : placesIn(context.state.columns, headers, named);
    if (headers !== null && known === null)
      return { kind: "undefined", reason: "header: no line with the names of the columns came before" };
    const { size } = layout;
    const find = (field: string): Found | null => {
      const at = layout.fields[field];
      if (typeof at === "number") return at <= cells.count ? cellText(at - 1) : null;
      const place = typeof at === "string" && headers !== null ? headers.indexOf(at.trim().toLowerCase()) : -1;
      const column = place < 0 ? -1 : (known?.[place] ?? -1);
      return column < 0 || column >= cells.count ? null : cellText(column);
    };
    const reading = { frame, text, find };
    if (size !== undefined && (cells.count < size.from || cells.count > size.to))
      return badSize(reading, `columns: ${cells.count} where ${size.from} to ${size.to} are expected`);
    return reading;
  };
}

/** A line of another size may still be one that the layout knows as no call. */
export interface BadSize extends Reading {
  readonly badSize: string;
}

function badSize(reading: Reading, reason: string): BadSize {
  return { ...reading, badSize: reason };
}

function cell(frame: Uint8Array, text: string, cells: ReturnType<typeof createCells>, at: number): Found | null {
  const found = foundAt(frame, text, cells.start[at] ?? 0, cells.end[at] ?? 0);
  if (found === null || cells.escaped[at] !== 1) return found;
  return { ...found, text: found.text.replaceAll('""', '"') };
}

function splitPlain(
  text: string,
  from: number,
  to: number,
  delimiter: number,
  cells: ReturnType<typeof createCells>,
): boolean {
  let count = 0;
  let begun = from;
  for (let at = from; at <= to; at++) {
    if (at < to && text.charCodeAt(at) !== delimiter) continue;
    if (count === cells.start.length) return false;
    cells.start[count] = begun;
    cells.end[count] = at;
    cells.escaped[count] = 0;
    cells.quoted[count++] = 0;
    begun = at + 1;
  }
  cells.count = count;
  return true;
}

/** The headers that the layout names, in small letters; null when it counts its columns. */
function headersOf(layout: Layout): readonly string[] | null {
  if (!layout.header) return null;
  const named = Object.values(layout.fields).filter((at) => typeof at === "string");
  return named.length === 0 ? null : [...new Set(named.map((at) => at.trim().toLowerCase()))];
}

/** Where each header stands, when the line is one: it holds at least half of them, and two. */
function headerPlaces(headers: readonly string[], count: number, text: (at: number) => string): number[] | null {
  const places = headers.map(() => -1);
  let known = 0;
  for (let at = 0; at < count; at++) {
    const place = headers.indexOf(text(at).toLowerCase());
    if (place < 0 || places[place] !== -1) continue;
    places[place] = at;
    known++;
  }
  return known >= Math.min(2, headers.length) && known * 2 >= headers.length ? places : null;
}

/** Where the columns stood in the header line, which an earlier version of the layout may have read; null when a name is new to it. */
function placesIn(kept: unknown, headers: readonly string[], named: string): readonly number[] | null {
  // As they were kept before layouts had versions.
  if (Array.isArray(kept)) return kept.length === headers.length ? (kept as number[]) : null;
  if (typeof kept !== "object" || kept === null) return null;
  const { of, places } = kept as { of?: unknown; places?: unknown };
  if (typeof of !== "string" || !Array.isArray(places)) return null;
  if (of === named) return places as number[];
  const names = of.split("\t");
  const found = headers.map((header) => names.indexOf(header));
  return found.includes(-1) ? null : found.map((at) => places[at] as number);
}

function fixed(layout: Layout): Locate {
  const places = new Map<string, readonly [number, number, (number | undefined)?]>();
  for (const [name, at] of Object.entries(layout.fields)) if (Array.isArray(at)) places.set(name, at);
  const { size } = layout;
  const lasts = lastColumns([...places.values()]);
  return (frame, text, from, to) => {
    const find = (field: string): Found | null => {
      const [first, last, line = 1] = places.get(field) ?? [0, 0];
      const [begins, ends] = first === 0 ? [0, 0] : boundsOfLine(text, from, to, line);
      return foundAt(frame, text, begins + first - 1, Math.min(ends, begins + last));
    };
    const reading = { frame, text, find };
    const [begins, ends] = boundsOfLine(text, from, to, 1);
    const length = ends - begins;
    if (size !== undefined && (length < size.from || length > size.to))
      return badSize(reading, `length: ${length} characters where ${size.from} to ${size.to} are expected`);
    if (runsOver(text, from, to, lasts)) return badSize(reading, "lines: more on them than the layout knows");
    return reading;
  };
}

/** The last column of each line that a field stands in. */
function lastColumns(places: readonly (readonly [number, number, (number | undefined)?])[]): readonly number[] {
  const lines = Math.max(1, ...places.map((place) => place[2] ?? 1));
  return Array.from({ length: lines }, (_, at) =>
    Math.max(0, ...places.map(([, last, line = 1]) => (line === at + 1 ? last : 0))),
  );
}

/** Whoever stood on a further line behind what the layout knows of it would not be found. */
function runsOver(text: string, from: number, to: number, lasts: readonly number[]): boolean {
  if (boundsOfLine(text, from, to, lasts.length)[1] < to) return true;
  return lasts.some((last, at) => {
    const [begins, ends] = at === 0 ? [0, 0] : boundsOfLine(text, from, to, at + 1);
    return !isOnly(text, begins + last, ends, " \t\r\n\0");
  });
}

/** Of a record of one line all of it; nothing when it has no such line. */
function boundsOfLine(text: string, from: number, to: number, line: number): readonly [number, number] {
  let begins = from;
  for (let before = 1; before < line; before++) {
    const feed = text.indexOf("\n", begins);
    if (feed < 0 || feed >= to) return [to, to];
    begins = feed + 1;
  }
  const feed = text.indexOf("\n", begins);
  const ends = feed < 0 || feed > to ? to : feed;
  return [begins, ends > begins && text.charCodeAt(ends - 1) === 0x0d ? ends - 1 : ends];
}

function json(layout: Layout): Locate {
  return (frame, text, from, to) => {
    const open = text.indexOf("{", from);
    if (open < 0 || open >= to) {
      return isOnly(text, from, to, "[], \t\r\n")
        ? { kind: "nothing", reason: "no object" }
        : { kind: "undefined", reason: "json: no object" };
    }
    const node = readJson(text, open, text.lastIndexOf("}", to) + 1);
    if (node?.kind !== "object") return { kind: "undefined", reason: "json: cannot be read" };
    return { frame, text, find: (field) => jsonFound(frame, text, node, layout.fields[field]) };
  };
}

function jsonFound(frame: Uint8Array, text: string, node: JsonNode, path: unknown): Found | null {
  const found = typeof path === "string" ? jsonAt(node, path) : null;
  const told = jsonText({ frame, text }, found);
  if (told === null || found === null || found.kind === "object" || found.kind === "array") return null;
  if (found.kind === "word" || !found.escaped) return foundAt(frame, text, found.start, found.end);
  return told.trim() === "" ? null : { start: found.start, end: found.end, text: told };
}

function xml(layout: Layout): Locate {
  const { framing } = layout;
  const element = typeof framing === "object" && "xml" in framing ? framing.xml : "";
  return (frame, text, from, to) => {
    const node = readXml(text);
    if (node?.name !== element) {
      const plain = text.slice(from, to).trim();
      const tag = plain.startsWith("<") && plain.indexOf(">") === plain.length - 1 && plain.length < 300;
      return tag
        ? { kind: "nothing", reason: "between records" }
        : { kind: "undefined", reason: "xml: not the element of a call" };
    }
    return { frame, text, find: (field) => xmlFound(frame, text, node, layout.fields[field]) };
  };
}

/** `caller.number`, or `caller@id` for an attribute. */
function xmlFound(frame: Uint8Array, text: string, node: XmlNode, path: unknown): Found | null {
  if (typeof path !== "string") return null;
  const [names = "", attribute] = path.split("@");
  const found = names === "" ? node : xmlAt(node, names);
  const span = attribute === undefined ? found?.text : found?.attributes.get(attribute);
  const told = xmlText({ frame, text }, span);
  if (told === null || span === null || span === undefined) return null;
  const plain = foundAt(frame, text, span.start, span.end);
  return plain === null ? null : { ...plain, text: told };
}

function isOnly(text: string, from: number, to: number, signs: string): boolean {
  for (let at = from; at < to; at++) if (!signs.includes(text.charAt(at))) return false;
  return true;
}
