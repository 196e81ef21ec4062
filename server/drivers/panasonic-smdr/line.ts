import { instantOf } from "../calendar.ts";
import type { DecodeContext } from "../driver.ts";
import { column, trimmed } from "../values.ts";

export type DateOrder = "mdy" | "dmy" | "ymd";
type Span = readonly [start: number, end: number];

/** What stands in the columns around the number. */
export interface SmdrLine {
  /** The time told. */
  readonly at: Date;
  /** Marks of the older list: its columns, a star before the time, an hour of one digit. */
  readonly isTa: boolean;
  readonly extension: Extension;
  readonly trunk: string | null;
  readonly dial: Span;
  /** Null where no duration stands. `isKnown` is false where the clock was set while it was counted. */
  readonly seconds: { readonly talk: number; readonly ring: number | null; readonly isKnown: boolean } | null;
  /** Behind the duration. */
  readonly tail: number;
}

interface Extension {
  readonly text: string | null;
  readonly value: Span | null;
  /** A verified code that is long enough to be a person's. */
  readonly verified: Span | null;
}

const HEAD = /^ *(\d\d|\*\*)[/.-](\d\d|\*\*)[/.-](\d\d|\*\*) +(\*?)(\d{1,2}|\*\*):(\d\d|\*\*) ?(AM|PM|\*\*)?(?= |$)/i;
const DURATION = /(?:^| )(?:(\d{1,2}):(\d\d)'(\d\d)"?|\*\*:\*\*'\*\*)(?= |$)/;
/** Where the duration stands, and the last column of the trunk: of patterns A, B, C and of TA. */
const TRUNK_ENDS: Readonly<Record<number, number>> = { 57: 25, 47: 25, 84: 27, 59: 25 };
const TA_DURATION = 59;
const TRUNK_START = 22;

/** A reason instead of a line that is none. */
export function readLine(text: string, order: DateOrder, context: DecodeContext): SmdrLine | string {
  const head = HEAD.exec(text.slice(0, 40));
  if (head === null) return "start: no date and time";
  const at = timeOf(head, order, context);
  if (at === null) return "start: no date and time";
  const headEnd = head[0].length;
  const found = DURATION.exec(text.slice(headEnd));
  const durationAt = found === null ? -1 : headEnd + found.index + (found[0].startsWith(" ") ? 1 : 0);
  // KX-TD tells arrival, answer and abandonment of a call without a duration.
  const code = found === null ? /\s(RC|AN|NA)\s*$/.exec(text) : null;
  const talk = found === null ? (code?.[1] === "NA" ? 0 : null) : talkOf(found);
  if (talk === -1) return "duration: no hours, minutes and seconds";
  const places = placesOf(text, headEnd, columnOf(text, durationAt));
  if (places === null) return "columns: something stands between two of them";
  const dialEnd = durationAt < 0 ? Math.max(places.dial, code?.index ?? text.length) : durationAt;
  const ring = /(?:^| )(?:(\d{1,2})'(\d\d)|\*+'\*\*) ?$/.exec(text.slice(places.dial, dialEnd).trimEnd());
  const ringSeconds = ring?.[1] === undefined ? null : Number(ring[1]) * 60 + Number(ring[2]);
  const starred = text.slice(places.dial).includes("*:**'**") || (ring !== null && ring[1] === undefined);
  return {
    at,
    isTa: columnOf(text, durationAt) === TA_DURATION || head[4] === "*" || head[5]?.length === 1,
    extension: extensionOf(text, [headEnd, places.trunk]),
    trunk: trunkOf(text, [headEnd, places.trunk], [places.trunk, places.dial]),
    dial: [places.dial, ring === null ? dialEnd : places.dial + ring.index],
    seconds: talk === null ? null : { talk, ring: ringSeconds, isKnown: !starred },
    tail: found === null ? (code?.index ?? text.length) : headEnd + found.index + found[0].length,
  };
}

/** Letters of two bytes in a name push what follows to the right. */
function columnOf(text: string, at: number): number {
  return at < 0 ? at : at - (text.slice(0, at).match(/[\xc2-\xdf][\x80-\xbf]/g)?.length ?? 0);
}

/** Stars stand for a clock that was set too often meanwhile: then the time is that of reception. */
function timeOf(head: RegExpExecArray, order: DateOrder, context: DecodeContext): Date | null {
  if (head.slice(1, 7).some((part) => part === "**")) return context.receivedAt;
  const [a, b, c] = head.slice(1, 4).map(Number);
  if (a === undefined || b === undefined || c === undefined) return null;
  const [year, month, day] = order === "ymd" ? [a, b, c] : order === "dmy" ? [c, b, a] : [c, a, b];
  const half = head[7]?.toUpperCase();
  const written = Number(head[5]);
  if (half !== undefined && (written < 1 || written > 12)) return null;
  const hour = half === undefined ? written : (written % 12) + (half === "PM" ? 12 : 0);
  return instantOf({ year, month, day, hour, minute: Number(head[6]) }, context);
}

function talkOf(found: RegExpExecArray): number {
  if (found[1] === undefined) return 0;
  const [minutes, seconds] = [Number(found[2]), Number(found[3])];
  return minutes > 59 || seconds > 59 ? -1 : Number(found[1]) * 3_600 + minutes * 60 + seconds;
}

/** Where the trunk and the number begin: in the columns of the pattern, else behind two words. */
function placesOf(text: string, headEnd: number, durationAt: number): { trunk: number; dial: number } | null {
  const known = TRUNK_ENDS[durationAt];
  if (known !== undefined) {
    const isSpaced = [TRUNK_START, known].every((at) => text.charAt(at) === " ");
    return isSpaced ? { trunk: TRUNK_START, dial: known + 1 } : null;
  }
  const words = /^ +[*A-Z]?-?\d{1,5}B? +(?:\d{2,4} )?/.exec(text.slice(headEnd, headEnd + 24));
  if (words === null) return null;
  const trunk = /\d{2,4} $/.exec(words[0]);
  const isTwo = trunk !== null && /\S +\S/.test(words[0]);
  const dial = headEnd + words[0].length;
  return { trunk: isTwo ? dial - trunk[0].length : dial, dial };
}

/** Digits; `103B` a call that the answering machine took; `*` a verified code, D a doorphone, T a tie line, C another line. */
function extensionOf(text: string, [start, end]: Span): Extension {
  const span = trimmed(text, start, end);
  const written = span === null ? "" : text.slice(span.start, span.end);
  const none: Extension = { text: null, value: null, verified: null };
  if (span === null) return none;
  const digits = /^(\d{1,5})B?$/.exec(written)?.[1];
  if (digits !== undefined) return { text: digits, value: [span.start, span.start + digits.length], verified: null };
  if (/^D\d+$/.test(written)) return { ...none, text: written };
  return /^\*\d{6,}$/.test(written) ? { ...none, verified: [span.start + 1, span.end] } : none;
}

function trunkOf(text: string, extension: Span, trunk: Span): string | null {
  const written = column(text, trunk[0], trunk[1]);
  if (/^\d{1,4}$/.test(written)) return written;
  const line = column(text, extension[0], extension[1]);
  return /^(?:T\d+|C-\d+)$/.test(line) ? line : null;
}
