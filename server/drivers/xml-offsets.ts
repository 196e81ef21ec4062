import { decodeRange, rangeText } from "./text.ts";
import type { FrameText } from "./values.ts";

/** An element, and where its text stands: between its tags, when no element stands there. */
export interface XmlNode {
  readonly name: string;
  readonly children: readonly XmlNode[];
  readonly attributes: ReadonlyMap<string, Span>;
  readonly text: Span | null;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The first element of the text with all that is in it; null when there is none or too much. Call servers write XML that no
 * parser takes (`<sip:204@pbx>` unescaped in a value): what cannot be a tag is text, a closing tag ends the element of its
 * name, and what is never closed ends with its parent. Comments, processing instructions and declarations are passed over;
 * nothing is fetched and no entity but the five of XML and numbered ones is known.
 */
export function readXml(text: string): XmlNode | null {
  const root = open("", 0);
  const stack: Open[] = [root];
  let tags = 0;
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const top = stack[stack.length - 1];
    const behind = top === undefined || stack.length === 1 ? 0 : endOfClosing(text, at, top.name);
    if (behind > 0) {
      if (++tags > MOST_TAGS) return null;
      closeTop(stack, at);
      at = behind;
      if (stack.length === 1) break;
      continue;
    }
    const passed = passOver(text, at);
    if (passed > at) {
      at = passed;
      continue;
    }
    const tag = readTag(text, at);
    if (tag === null) {
      at++;
      continue;
    }
    if (++tags > MOST_TAGS) return null;
    if (tag.closing) close(stack, tag.name, at);
    else {
      if (stack.length > DEEPEST) return null;
      const node = open(tag.name, tag.end, tag.attributes);
      if (top !== undefined) addChild(top, node);
      if (tag.empty) node.text = { start: tag.end, end: tag.end };
      else stack.push(node);
    }
    at = tag.end;
    if (stack.length === 1 && root.children.length > 0) break;
  }
  return root.children[0] ?? null;
}

/** The first element under these names, such as `variables.start_epoch`; null when there is none. */
export function xmlAt(node: XmlNode | null, path: string): XmlNode | null {
  let found: XmlNode | null = node;
  for (const name of path.split(".")) found = childNamed(found, name);
  return found;
}

/** The first element of that name in it. */
export function childNamed(node: XmlNode | null, name: string): XmlNode | null {
  if (node !== null) for (const child of node.children) if (child.name === name) return child;
  return null;
}

/** What a span says, entities undone, without blanks around it; null when that is nothing. */
export function xmlText({ frame, text }: FrameText, span: Span | null | undefined): string | null {
  if (span === null || span === undefined) return null;
  const written = text.slice(span.start, span.end);
  if (!written.includes("<") && !written.includes("&"))
    return withoutBlanks(rangeText(frame, text, span.start, span.end)) || null;
  const cdata = /^[\0-\x20]*<!\[CDATA\[([\s\S]*?)\]\]>[\0-\x20]*$/.exec(written);
  const decoded = withoutBlanks(decodeRange(frame, span.start, span.end));
  const plain =
    cdata === null ? decoded.replaceAll(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, entity) : decoded.slice(9, -3);
  return plain === "" ? null : plain;
}

/** XML's own blanks only: a no-break space is part of what is written, and of where it stands. */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

const MOST_TAGS = 20_000;
const DEEPEST = 40;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function entity(whole: string, name: string): string {
  if (!name.startsWith("#")) return ENTITIES[name] ?? whole;
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
}

interface Open {
  readonly name: string;
  readonly begun: number;
  readonly attributes: ReadonlyMap<string, Span>;
  children: Open[];
  text: Span | null;
}

/** Most elements hold none: they share this list, and nothing is ever put into it. */
const NO_CHILDREN: Open[] = [];

function open(name: string, begun: number, attributes: ReadonlyMap<string, Span> = NO_ATTRIBUTES): Open {
  return { name, begun, attributes, children: NO_CHILDREN, text: null };
}

function addChild(parent: Open, node: Open): void {
  if (parent.children === NO_CHILDREN) parent.children = [node];
  else parent.children.push(node);
}

/** Behind the tag that closes the element, `</name>`; 0 where none begins. Most tags are such, or open one. */
function endOfClosing(text: string, at: number, name: string): number {
  const end = at + 2 + name.length;
  const isClosing = text.charCodeAt(at + 1) === SLASH && text.charCodeAt(end) === GREATER;
  return isClosing && text.startsWith(name, at + 2) ? end + 1 : 0;
}

/** A closing tag that closes nothing is text. */
function close(stack: Open[], name: string, at: number): void {
  const place = stack.findLastIndex((node, index) => index > 0 && node.name === name);
  if (place < 0) return;
  stack.length = place + 1;
  closeTop(stack, at);
}

function closeTop(stack: Open[], at: number): void {
  const node = stack.pop();
  if (node !== undefined && node.children.length === 0) node.text = { start: node.begun, end: at };
}

/** Where the text goes on after a comment, an instruction, a declaration or a CDATA section; `at` when none begins here. */
function passOver(text: string, at: number): number {
  const sign = text.charCodeAt(at + 1);
  if (sign !== 0x21 && sign !== 0x3f) return at;
  for (const [begin, end] of PASSED) {
    if (!text.startsWith(begin, at)) continue;
    const found = text.indexOf(end, at + begin.length);
    return found < 0 ? text.length : found + end.length;
  }
  return at;
}

const PASSED = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
  ["<!", ">"],
] as const;

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly empty: boolean;
  readonly end: number;
  readonly attributes: ReadonlyMap<string, Span>;
}

const NAME = /<(\/?)([A-Za-z_][\w.-]{0,99}(?::[A-Za-z_][\w.-]{0,99})?)(?=[\s/>])/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]{0,99})\s{0,9}=\s{0,9}(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s{0,99}(\/?)>/y;

const NO_ATTRIBUTES: Tag["attributes"] = new Map();

/** `<name>` and `</name>` of letters, digits, `_` and `-`, which most are; null for any other, which `readTag` looks at. */
function readPlainTag(text: string, at: number): Tag | null {
  const closing = text.charCodeAt(at + 1) === SLASH;
  const start = closing ? at + 2 : at + 1;
  let end = start;
  while (isNameSign(text.charCodeAt(end))) end++;
  if (end === start || end - start > 100 || text.charCodeAt(end) !== GREATER || !isLetter(text.charCodeAt(start)))
    return null;
  return { name: text.slice(start, end), closing, empty: false, end: end + 1, attributes: NO_ATTRIBUTES };
}

const SLASH = 0x2f;
const GREATER = 0x3e;

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function isNameSign(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

function readTag(text: string, at: number): Tag | null {
  const plain = readPlainTag(text, at);
  if (plain !== null) return plain;
  NAME.lastIndex = at;
  const head = NAME.exec(text);
  const name = head?.[2];
  if (head === null || name === undefined) return null;
  const attributes = new Map<string, Span>();
  let end = at + head[0].length;
  for (let count = 0; count < 100; count++) {
    ATTRIBUTE.lastIndex = end;
    const found = ATTRIBUTE.exec(text);
    if (found === null) break;
    end += found[0].length;
    const value = found[2] ?? found[3] ?? "";
    attributes.set(found[1] ?? "", { start: end - 1 - value.length, end: end - 1 });
  }
  TAG_END.lastIndex = end;
  const tail = TAG_END.exec(text);
  if (tail === null) return null;
  return { name, closing: head[1] === "/", empty: tail[1] === "/", end: end + tail[0].length, attributes };
}
