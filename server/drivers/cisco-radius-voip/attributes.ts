import { byteText, rangeText } from "../text.ts";
import { readLine } from "./attribute-line.ts";

/** One attribute of an accounting request, wherever it was read: a line of text, or a packet. */
export interface Attribute {
  /** In lower case, with `-`: `acct-status-type`. Of a vendor's pair (`Cisco-AVPair`) the name inside it. */
  readonly name: string;
  readonly text: string;
  /** Byte offsets of the text in the frame. */
  readonly start: number;
  readonly end: number;
}

/** More attributes fit into no packet. */
const MOST = 512;

/** The attributes of a record in text: `Name=Value`, or the indented lines of FreeRADIUS' detail files and its log. */
export function readAttributes(frame: Uint8Array, text = byteText(frame)): Attribute[] {
  const found: Attribute[] = [];
  for (let at = 0; at < text.length && found.length < MOST; ) {
    const feed = text.indexOf("\n", at);
    const end = feed < 0 ? text.length : feed;
    const line = readLine(text, at, end);
    if (line !== null) {
      const bounds = unquoted(text, line.value, end);
      found.push(attributeOf(text.slice(line.start, line.end), frame, text, bounds.start, bounds.end));
    }
    at = end + 1;
  }
  return found;
}

/** Without the quotes, and the comma that a log may put behind. */
function unquoted(text: string, from: number, to: number): { start: number; end: number } {
  let end = to;
  while (end > from && TRAILING.includes(text.charAt(end - 1))) end--;
  const quote = text.charAt(from);
  const isQuoted = (quote === '"' || quote === "'") && end - from >= 2 && text.charAt(end - 1) === quote;
  return isQuoted ? { start: from + 1, end: end - 1 } : { start: from, end };
}

const TRAILING = " \t\r,\0";

/** Takes off what vendors write twice: the attribute's name before its value, once or more. */
export function attributeOf(written: string, frame: Uint8Array, text: string, from: number, end: number): Attribute {
  let name = plainName(written);
  let start = from;
  while (hasInner(text, start, end)) {
    const inner = /^([A-Za-z][A-Za-z0-9-]{2,40})=/.exec(text.slice(start, Math.min(end, start + 48)));
    const innerName = inner === null ? null : plainName(inner[1] ?? "");
    if (inner === null || innerName === null) break;
    if (innerName !== name && !CARRIERS.has(name)) break;
    name = innerName;
    start += inner[0].length;
  }
  return { name, text: unescaped(rangeText(frame, text, start, end)), start, end };
}

function hasInner(text: string, start: number, end: number): boolean {
  const mark = text.indexOf("=", start);
  return mark > start && mark < end && mark - start <= 41;
}

/** Attributes that carry others. `h323-ivr-out` says more of the call than the call itself. */
const CARRIERS = new Set(["avpair", "generic", "h323-ivr-out", "h323-ivr-in"]);

/** Spelled `H323_CONF_ID`, `h323-conf-id` and `Cisco-h323-conf-id`. */
function plainName(written: string): string {
  const known = plainNames.get(written);
  if (known !== undefined) return known;
  if (plainNames.size > 2_000) plainNames.clear();
  const plain = spelled(written);
  plainNames.set(written, plain);
  return plain;
}

const plainNames = new Map<string, string>();

function spelled(written: string): string {
  const name = written.toLowerCase().replaceAll("_", "-");
  return name.replace(
    /^(?:cisco|eltex|gnugk|quintum|audiocodes|acc|attr-26\.9\.\d+)-(?=avpair|h323|xpgk|gw-|sip-)/,
    "",
  );
}

function unescaped(text: string): string {
  return text.includes("\\") ? text.replace(/\\(["'\\])/g, "$1") : text;
}

/** By name; the first of each, since some devices repeat. */
export class Attributes {
  readonly all: readonly Attribute[];
  readonly #byName = new Map<string, Attribute>();

  constructor(all: readonly Attribute[]) {
    this.all = all;
    for (const one of all) if (!this.#byName.has(one.name)) this.#byName.set(one.name, one);
  }

  find(...names: readonly string[]): Attribute | null {
    for (const name of names) {
      const found = this.#byName.get(name);
      if (found !== undefined && found.text.trim() !== "") return found;
    }
    return null;
  }

  text(...names: readonly string[]): string | null {
    return this.find(...names)?.text.trim() ?? null;
  }

  /** A whole number, or null. */
  number(...names: readonly string[]): number | null {
    const text = this.text(...names);
    return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
  }
}
