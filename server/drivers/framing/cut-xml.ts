import type { Cutter, CutOne, What } from "./cut-framer.ts";
import { BLANKS, endOfRecord } from "./end-of-record.ts";
import { forward, type Search } from "./forward.ts";

/**
 * One element with the prolog before it; elements of the name do not nest, so that a second opening tag shows that a closing
 * one was lost. What stands outside (the tag of a list, noise) is a frame of its own.
 */
export function cutXml(element: string): Cutter {
  const names: Names = { open: Buffer.from(`<${element}`), close: Buffer.from(`</${element}`) };
  const longest = Math.max(names.close.length + 1, MARKUP_BYTES);
  const hidden: Hidden = {
    markups: MARKUPS.map(([opening, closing]) => ({
      opening,
      closing,
      nextClose: forward((data, from) => data.indexOf(closing, from), longest),
    })),
    nextRecord: forward((data, from) => lineThatBegins(data, from, names.open), longest),
    longest,
  };
  return (place) => {
    let read = 0;
    let blanks = 0;
    let begun = false;
    let inside = false;
    let tag: Tag | null = null;
    let behind: CutOne | null = null;
    return (data, start, what) => {
      if (behind !== null) return behind(data, start, what);
      while (start + blanks < data.length && isBlank(data[start + blanks] ?? 0)) blanks++;
      if (data[start + blanks] === LF) return start + blanks + 1;
      for (;;) {
        if (tag !== null) {
          const end = endOfTag(data, start + read, tag);
          read = (end ?? data.length) - start;
          if (end === null) return null;
          if (tag.ends || tag.closed) {
            behind = endOfRecord(read, BLANKS);
            return behind(data, start, what);
          }
          tag = null;
        }
        const at = nextTag(data, start + read, names);
        read = at - start;
        if (at === data.length || (what === "more" && data.length - at < longest)) return null;
        const isFirst = at === start + blanks;
        const opens = isTag(data, at, names.open);
        if (startsWith(data, at, PROLOG)) {
          if (inside || !isFirst) return at;
          begun = true;
          read++;
        } else if (opens || isTag(data, at, names.close)) {
          if (opens && (inside || (!begun && !isFirst))) return at;
          inside ||= opens;
          tag = { ends: !opens, closed: false, quote: 0 };
          read++;
        } else {
          const next = behindMarkup(data, at, hidden, what, place - start);
          if (next === null) return null;
          read = next - start;
        }
      }
    };
  };
}

/** A tag of the element that is being read. */
interface Tag {
  /** It is the closing one; the element closes in itself. */
  readonly ends: boolean;
  closed: boolean;
  quote: number;
}

/** The next `<` that may begin the element, end it, or hide tags, or the data's end; of the others there are hundreds in a record. */
function nextTag(data: Buffer, from: number, { open, close }: Names): number {
  const [opened, closed] = [open[1], close[2]];
  for (let at = from; at < data.length; at++) {
    if (data[at] !== LESS) continue;
    const sign = data[at + 1];
    // At the end of the data nothing is known of it yet.
    if (sign === undefined || sign === opened || sign === MARK || sign === 0x3f) return at;
    if (sign === SLASH && (data[at + 2] === closed || at + 2 >= data.length)) return at;
  }
  return data.length;
}

interface Names {
  readonly open: Buffer;
  readonly close: Buffer;
}

/** What hides tags, and where that ends. */
interface Hidden {
  readonly markups: readonly { readonly opening: Buffer; readonly closing: string; readonly nextClose: Search }[];
  readonly nextRecord: Search;
  /** So many bytes are enough to know any of them. */
  readonly longest: number;
}

const LF = 0x0a;
const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const MARK = 0x21;
const PROLOG = Buffer.from("<?xml");
const MARKUPS = [
  [Buffer.from("<!--"), "-->"],
  [Buffer.from("<![CDATA["), "]]>"],
] as const;
const MARKUP_BYTES = 9;

/** Comments and CDATA hide the tags in them, unless a line inside begins a record: then their own end was lost. */
function behindMarkup(data: Buffer, at: number, hidden: Hidden, what: What, place: number): number | null {
  if (data[at + 1] !== MARK) return at + 1;
  for (const { opening, closing, nextClose } of hidden.markups) {
    if (!startsWith(data, at, opening)) continue;
    const close = nextClose(data, at + opening.length, place);
    const record = hidden.nextRecord(data, at, place);
    if (close >= 0 && (record < 0 || close < record)) return close + closing.length;
    if (what === "more" && (record < 0 || data.length - record < hidden.longest)) return null;
    return record < 0 ? at + 1 : record;
  }
  return at + 1;
}

function lineThatBegins(data: Buffer, from: number, open: Buffer): number {
  for (let feed = data.indexOf(LF, from); feed >= 0; feed = data.indexOf(LF, feed + 1))
    if (startsWith(data, feed + 1, PROLOG) || isTag(data, feed + 1, open)) return feed + 1;
  return -1;
}

/** The end of a tag; of a damaged one, before the next. Null when the data end first. */
function endOfTag(data: Buffer, from: number, tag: Tag): number | null {
  for (let at = from; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (byte === LESS) return at;
    if (tag.quote !== 0) {
      if (byte === tag.quote) tag.quote = 0;
    } else if (byte === 0x22 || byte === 0x27) tag.quote = byte;
    else if (byte === GREATER) {
      tag.closed = data[at - 1] === SLASH;
      return at + 1;
    }
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

function isBlank(byte: number): boolean {
  return byte <= 0x20 && byte !== LF;
}
