import type { Role } from "../domain/codes.ts";
import type { DecodedValue } from "./driver.ts";
import { FRAME_LIMIT } from "./framing.ts";
import { jsonAt, type JsonNode, jsonText, readJson } from "./json-offsets.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "./text.ts";
import { addValue, type FrameText, isNumberText } from "./values.ts";

/** One object of an interface's answer. */
export interface JsonRecord extends FrameText {
  readonly node: JsonNode;
}

/** What an interface wraps its objects in. */
export interface JsonPage {
  /** The arrays that hold them: `pages` of the framing. */
  readonly arrays: readonly string[];
  /** Other members of the wrapper; those that begin with `@` need not be named. */
  readonly members: readonly string[];
  /** Members that an object has and a wrapper never does: where they stand is no wrapper. */
  readonly telling: readonly string[];
}

export type Unread = { readonly kind: "nothing" | "undefined"; readonly reason: string };

/** The object of a frame; or why there is none: the frame is part of the wrapper, or damaged. */
export function openRecord(frame: Uint8Array, page: JsonPage): JsonRecord | Unread {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: an object of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const start = skip(text, byteOrderMark(text), BETWEEN);
  if (start === text.length) return { kind: "nothing", reason: "between records" };
  const isTelling = page.telling.some((name) => text.includes(`"${name}"`));
  if (text[start] === '"') {
    const member = /"([@\w.$-]{1,80})"\s*:/y;
    member.lastIndex = start;
    const name = member.exec(text)?.[1];
    const isKnown = name !== undefined && (name.startsWith("@") || page.members.includes(name));
    return isKnown && !isTelling ? WRAPPER : { kind: "undefined", reason: "json: the beginning is missing" };
  }
  const open = text[start] === "{" ? start : behindPrefix(text, start);
  if (open < 0) return { kind: "undefined", reason: "json: no object" };
  if (!isTelling && beginsPage(text, page)) return WRAPPER;
  const close = text.lastIndexOf("}") + 1;
  const node = close > open && skip(text, close, BETWEEN) === text.length ? readJson(text, open, close) : null;
  return node?.kind === "object" ? { frame, text, node } : { kind: "undefined", reason: "json: cannot be read" };
}

const WRAPPER: Unread = { kind: "nothing", reason: "wrapper of a page" };
const BETWEEN = " \t\r\n[]},";

function skip(text: string, from: number, signs: string): number {
  let at = from;
  while (at < text.length && signs.includes(text.charAt(at))) at++;
  return at;
}

/** A log writes its own time and name before an object. */
function behindPrefix(text: string, from: number): number {
  const open = text.indexOf("{", from);
  return open < 0 || open - from > 160 || text.slice(from, open).includes('"') ? -1 : open;
}

function beginsPage(text: string, page: JsonPage): boolean {
  const end = text.trimEnd();
  return end.endsWith("[") && page.arrays.some((name) => new RegExp(`"${name}"\\s*:\\s*\\[$`).test(end.slice(-80)));
}

/** What a member says; "" when it is missing, null or empty. */
export function say(record: JsonRecord, path: string): string {
  return jsonText(record, jsonAt(record.node, path))?.trim() ?? "";
}

/** The first of several members that says something. */
export function sayFirst(record: JsonRecord, ...paths: readonly string[]): string {
  for (const path of paths) {
    const text = say(record, path);
    if (text !== "") return text;
  }
  return "";
}

/** Adds what a member holds, escapes undone. `client:` and the like say how one is reached, and are no part of the name. */
export function addMember(
  record: JsonRecord,
  path: string,
  role: Role,
  as: DecodedValue["class"],
  values: DecodedValue[],
): boolean {
  return addNode(record, jsonAt(record.node, path), role, as, values);
}

function addNode(
  record: JsonRecord,
  node: JsonNode | null,
  role: Role,
  as: DecodedValue["class"],
  values: DecodedValue[],
): boolean {
  if (node === null || node.kind === "object" || node.kind === "array") return false;
  const said = jsonText(record, node)?.trim() ?? "";
  if (said === "") return false;
  const escaped = node.kind === "string" && node.escaped;
  const scheme = escaped ? 0 : (/^(?:client|whatsapp|messenger):(?=\S)/i.exec(said)?.[0].length ?? 0);
  const blanks = scheme === 0 ? 0 : leadingBlanks(record.text, node.start);
  // Who is reached through an application is called by a name, unless that is a number.
  const isNamed = scheme > 0 && !isNumberText(said.slice(scheme), 2);
  if (!addValue(record, node.start + blanks + scheme, node.end, role, isNamed ? "name" : as, values)) return false;
  const last = values.at(-1);
  if (escaped && last !== undefined) values[values.length - 1] = { ...last, text: said };
  return true;
}

function leadingBlanks(text: string, from: number): number {
  return skip(text, from, " \t") - from;
}

/** Numbers and addresses in members that nobody reads are people too. `except`: names of members that hold the interface's own. */
export function addStrangers(record: JsonRecord, values: DecodedValue[], except: ReadonlySet<string>): void {
  addStrangersOf(record, record.node, values, except, { left: MOST_STRANGERS });
}

const MOST_STRANGERS = 1_000;

function addStrangersOf(
  record: JsonRecord,
  node: JsonNode,
  values: DecodedValue[],
  except: ReadonlySet<string>,
  budget: { left: number },
): void {
  if (budget.left-- <= 0) return;
  if (node.kind === "array") for (const item of node.items) addStrangersOf(record, item, values, except, budget);
  else if (node.kind === "object") {
    for (const [name, member] of node.fields)
      if (!except.has(name)) addStrangersOf(record, member, values, except, budget);
  } else if (node.kind === "string" && node.end - node.start < 200) {
    const text = record.text.slice(node.start, node.end).trim();
    if (NUMBER.test(text) || SIP.test(text)) addNode(record, node, "transferred", "phone", values);
    else if (MAIL.test(text)) addNode(record, node, "transferred", "name", values);
  }
}

const NUMBER = /^(?:(?:tel|client):)?\+\d{6,15}$/i;
const SIP = /^sips?:[^\s@]{1,80}@\S{1,100}$/i;
const MAIL = /^[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,20}$/i;
