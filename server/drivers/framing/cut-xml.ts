import type { CutOne } from "./cut-framer.ts";
import { endOfRecord } from "./end-of-record.ts";
import { forward, type Search } from "./forward.ts";

type What = "more" | "full" | "end";

/**
 * One element with the prolog before it; elements of the name do not nest, so that a second opening tag shows that a closing
 * one was lost. What stands outside (the tag of a list, noise) is a frame of its own.
 */
export function cutXml(element: string): CutOne {
  const names: Names = { open: Buffer.from(`<${element}`), close: Buffer.from(`</${element}`) };
  const longest = Math.max(names.close.length + 1, MARKUP_BYTES);
  const hidden: Hidden = {
    markups: MARKUPS.map(([opening, closing]) => ({
      opening,
      closing,
      nextClose: forward((data, from) => data.indexOf(closing, from), longest),
    })),
    nextRecord: forward((data, from) => lineThatBegins(data, from, names.open), longest),
  };
  return (data, start, what) => {
    const blank = endOfBlankLine(data, start);
    if (blank !== null) return blank;
    let inside = false;
    let prolog = -1;
    let at = nextTag(data, start, names);
    while (at >= 0) {
      if (what === "more" && data.length - at < longest) return null;
      let next: number | null = at + 1;
      if (startsWith(data, at, PROLOG)) {
        if (inside || (at > start && !isBlank(data, start, at))) return at;
        prolog = at;
      } else if (isTag(data, at, names.open)) {
        if (inside || (prolog < 0 && !isBlank(data, start, at))) return at;
        inside = true;
        const tag = endOfTag(data, at + 1);
        if (tag === null) return what === "end" ? data.length : null;
        if (tag.closed) return endOfRecord(data, tag.end, what, BLANKS);
        next = tag.end;
      } else if (isTag(data, at, names.close)) {
        const tag = endOfTag(data, at + 1);
        return tag === null ? null : endOfRecord(data, tag.end, what, BLANKS);
      } else {
        next = behindMarkup(data, at, hidden, what);
      }
      if (next === null) return null;
      at = nextTag(data, next, names);
    }
    return null;
  };
}

/** The next `<` that may begin the element, end it, or hide tags; of the others there are hundreds in a record. */
function nextTag(data: Buffer, from: number, { open, close }: Names): number {
  const [opened, closed] = [open[1], close[2]];
  for (let at = from; at < data.length; at++) {
    if (data[at] !== LESS) continue;
    const sign = data[at + 1];
    // At the end of the data nothing is known of it yet.
    if (sign === undefined || sign === opened || sign === 0x21 || sign === 0x3f) return at;
    if (sign === SLASH && (data[at + 2] === closed || at + 2 >= data.length)) return at;
  }
  return -1;
}

interface Names {
  readonly open: Buffer;
  readonly close: Buffer;
}

/** What hides tags, and where that ends. */
interface Hidden {
  readonly markups: readonly { readonly opening: Buffer; readonly closing: string; readonly nextClose: Search }[];
  readonly nextRecord: Search;
}

const LF = 0x0a;
const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BLANKS = " \t\r";
const PROLOG = Buffer.from("<?xml");
const MARKUPS = [
  [Buffer.from("<!--"), "-->"],
  [Buffer.from("<![CDATA["), "]]>"],
] as const;
const MARKUP_BYTES = 9;

/** Comments and CDATA hide the tags in them, unless a line inside begins a record: then their own end was lost. */
function behindMarkup(data: Buffer, at: number, hidden: Hidden, what: What): number | null {
  for (const { opening, closing, nextClose } of hidden.markups) {
    if (!startsWith(data, at, opening)) continue;
    const close = nextClose(data, at + opening.length);
    const record = hidden.nextRecord(data, at);
    if (close >= 0 && (record < 0 || close < record)) return close + closing.length;
    if (record >= 0) return record;
    return what === "more" ? null : at + 1;
  }
  return at + 1;
}

function lineThatBegins(data: Buffer, from: number, open: Buffer): number {
  for (let feed = data.indexOf(LF, from); feed >= 0; feed = data.indexOf(LF, feed + 1))
    if (startsWith(data, feed + 1, PROLOG) || isTag(data, feed + 1, open)) return feed + 1;
  return -1;
}

/** The end of a tag; of a damaged one, before the next. Null when the data end first. */
function endOfTag(data: Buffer, from: number): { end: number; closed: boolean } | null {
  let quote = 0;
  for (let at = from; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte === LESS) return { end: at, closed: false };
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === 0x22 || byte === 0x27) quote = byte;
    else if (byte === GREATER) return { end: at + 1, closed: data[at - 1] === SLASH };
  }
  return null;
}

function isTag(data: Buffer, at: number, name: Buffer): boolean {
  if (!startsWith(data, at, name)) return false;
  const after = data[at + name.length];
  return after === undefined || after <= 0x20 || after === GREATER || after === SLASH;
}

function startsWith(data: Buffer, at: number, what: Buffer): boolean {
  if (at + what.length > data.length) return false;
  for (let i = 0; i < what.length; i++) if (data[at + i] !== what[i]) return false;
  return true;
}

/** A line of blanks between records is a frame of its own. */
function endOfBlankLine(data: Buffer, start: number): number | null {
  let at = start;
  while (at < data.length && data[at] !== LF && (data[at] ?? 0) <= 0x20) at++;
  return data[at] === LF ? at + 1 : null;
}

function isBlank(data: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((data[at] ?? 0) > 0x20) return false;
  return true;
}
