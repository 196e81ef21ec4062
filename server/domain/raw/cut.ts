import type { PartyClass, Role } from "../codes.ts";
import { encodeSingleByte } from "../charsets.ts";
import { DigitText } from "./digit-text.ts";

/** A value to take out of a frame: where the driver found it, and the canonical form it stands for. */
export interface CutValue {
  readonly role: Role;
  readonly class: PartyClass;
  /** Byte offsets in the frame. */
  readonly start: number;
  readonly end: number;
  /** E.164, digits, the twelve characters of an SSN, or the name; null for a value that is dropped and never comes back. */
  readonly canonical: string | null;
  /** Of a value that is dropped: what its other places in the frame are known by. They go too, and come back as little. */
  readonly sought?: string;
}

/** A place in the skeleton where something of a value stood. */
export interface Hole {
  /** Byte offset in the skeleton. */
  readonly offset: number;
  /** Index into the values, in the order given to `cut`. */
  readonly value: number;
  /**
   * How it was written: `DIGIT` stands for the next of the last digits of the canonical form, everything else for itself;
   * or a sign of `WHOLE`, how all of it was encoded; or `DROPPED`.
   */
  readonly template: string;
}

export interface CutFrame {
  readonly skeleton: Buffer;
  readonly holes: readonly Hole[];
}

export const DIGIT = "\u0000";
export const DROPPED = "\u0003";

/** The signs of a name that stands whole in the frame, in the order in which they are tried. They are stored: none is reused. */
export const WHOLE: readonly { readonly sign: string; encode(text: string): Buffer | null }[] = [
  { sign: "\u0001", encode: (text) => Buffer.from(text, "utf8") },
  { sign: "\u0002", encode: (text) => encodeSingleByte(text, "iso-8859-1") },
  { sign: "\u0004", encode: (text) => encodeSingleByte(text, "iso-8859-15") },
  { sign: "\u0005", encode: (text) => encodeSingleByte(text, "windows-1252") },
  { sign: "\u0006", encode: (text) => encodeSingleByte(text, "cp437") },
  { sign: "\u0007", encode: (text) => encodeSingleByte(text, "cp850") },
];

/** A match of fewer digits is chance, and hides nobody. */
const FEWEST_DIGITS = 6;
/** So many of the last digits must agree; what stands before them is taken in as far as it agrees too. */
const CORE_DIGITS = 8;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly template: string;
}

/**
 * Takes the values out of a frame, and every other match of them, in any notation: a number stands in the caller's column
 * and once more in the channel's name. `rebuild` puts them back byte for byte.
 */
export function cut(frame: Uint8Array, values: readonly CutValue[]): CutFrame {
  const bytes = Buffer.isBuffer(frame) ? frame : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  const spans = spansOf(bytes, values);
  return spans.length === 0 ? { skeleton: bytes, holes: [] } : takeOut(bytes, spans);
}

/** The same places, for whoever overwrites them; they may overlap. */
export function placesOf(frame: Uint8Array, values: readonly CutValue[]): { start: number; end: number }[] {
  return spansOf(Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength), values);
}

function spansOf(bytes: Buffer, values: readonly CutValue[]): Span[] {
  const spans: Span[] = [];
  let digits: DigitText | null = null;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === undefined) continue;
    const before = spans.length;
    const known = value.canonical ?? value.sought ?? null;
    if (known !== null && value.class !== "name") {
      digits ??= new DigitText(bytes);
      findDigits(bytes, digits, value, i, spans);
    } else if (known !== null) {
      findText(bytes, known, i, spans);
    }
    if (value.canonical === null) dropFrom(spans, before);
    if (!covered(spans, before, value)) spans.push(...wholeOf(bytes, value, i), ...alike(bytes, value, i));
  }
  return spans;
}

/** What is dropped leaves no trace of how it was written either. */
function dropFrom(spans: Span[], from: number): void {
  for (let i = from; i < spans.length; i++) {
    const span = spans[i];
    if (span !== undefined) spans[i] = { ...span, template: DROPPED };
  }
}

function findDigits(bytes: Buffer, text: DigitText, value: CutValue, index: number, spans: Span[]): void {
  const known = value.canonical ?? value.sought ?? "";
  const symbols = symbolsOf(known);
  if (symbols.length < FEWEST_DIGITS) return;
  const core = symbols.slice(-(value.class === "ssn_truncated" ? FEWEST_DIGITS : coreDigits(known)));
  for (let at = text.indexOf(core, 0); at >= 0; at = text.indexOf(core, at + 1)) {
    let first = at;
    let taken = core.length;
    while (taken < symbols.length && text.joined(first) && text.at(first - 1) === symbols[symbols.length - taken - 1]) {
      first--;
      taken++;
    }
    const start = text.place(first);
    const end = text.place(at + core.length - 1) + 1;
    const template = end - start === taken ? (RUNS[taken] ?? DIGIT.repeat(taken)) : templateOf(bytes, start, end);
    spans.push({ start, end, value: index, template });
  }
}

/** Of +46 8 123 456 no more than seven digits stand where it is written without its country: those are sought then. */
function coreDigits(canonical: string): number {
  if (canonical.charCodeAt(0) !== PLUS || canonical.length > LONG_NUMBER) return CORE_DIGITS;
  const code = /^\+[17]/.test(canonical) ? 1 : TWO_DIGIT_CODES.has(canonical.slice(1, 3)) ? 2 : 3;
  return Math.max(FEWEST_DIGITS, Math.min(CORE_DIGITS, canonical.length - 1 - code));
}

const PLUS = 0x2b;
/** Longer than that, eight national digits are there whatever the country: most numbers, which need no look at it. */
const LONG_NUMBER = 1 + 3 + CORE_DIGITS;
/** Country calling codes of two digits (ITU-T E.164): all others but 1 and 7 have three. */
const TWO_DIGIT_CODES = new Set(
  "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98".split(
    " ",
  ),
);

/** Templates of digits with nothing between them, by their number. */
const RUNS = Array.from({ length: 20 }, (_, count) => DIGIT.repeat(count));

/** The written form with its digits (and the letter of an interim number) taken out. */
function templateOf(bytes: Buffer, start: number, end: number): string {
  let template = "";
  for (let i = start; i < end; i++) {
    const code = bytes[i] ?? 0;
    template += isSymbol(code) ? DIGIT : String.fromCharCode(code);
  }
  return template;
}

function findText(bytes: Buffer, name: string, index: number, spans: Span[]): void {
  if (name.length < 2) return;
  const ascii = isAscii(name);
  for (const { sign, encode } of WHOLE) {
    const wanted = encode(name);
    if (wanted === null) continue;
    let found = false;
    for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + wanted.length)) {
      spans.push({ start: at, end: at + wanted.length, value: index, template: sign });
      found = true;
    }
    // ASCII is the same in all of them.
    if (found || ascii) return;
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}

/** Whether the place the driver named lost at least the digits by which the value could be known. */
function covered(spans: readonly Span[], from: number, { start, end }: CutValue): boolean {
  for (let i = from; i < spans.length; i++) {
    const span = spans[i];
    if (span !== undefined && span.start < end && span.end > start) return true;
  }
  return false;
}

/** What aligns with no canonical digit: the place goes whole, and comes back only where the canonical form is just that. */
function wholeOf(bytes: Buffer, { start, end, canonical }: CutValue, index: number): Span[] {
  if (end <= start) return [];
  const written = bytes.subarray(start, end);
  const whole = canonical === null ? undefined : WHOLE.find(({ encode }) => encode(canonical)?.equals(written));
  const template = whole?.sign ?? DROPPED;
  return [{ start, end, value: index, template }];
}

/** A name that is written with escapes goes from wherever it is written so, and comes back as little. */
function alike(bytes: Buffer, { class: dataClass, start, end }: CutValue, index: number): Span[] {
  const written = bytes.subarray(start, end);
  if (dataClass !== "name" || written.length < SHORTEST_NAME) return [];
  const spans: Span[] = [];
  for (let at = bytes.indexOf(written); at >= 0; at = bytes.indexOf(written, at + written.length))
    if (at !== start) spans.push({ start: at, end: at + written.length, value: index, template: DROPPED });
  return spans;
}

const SHORTEST_NAME = 4;

/** The longest of overlapping spans wins; none is put in another. */
function takeOut(bytes: Buffer, spans: Span[]): CutFrame {
  inOrder(spans);
  let taken = 0;
  let reached = 0;
  for (const { start, end } of spans) {
    if (end <= reached) continue;
    taken += end - Math.max(start, reached);
    reached = end;
  }
  const skeleton = Buffer.allocUnsafe(bytes.length - taken);
  const holes: Hole[] = [];
  let written = 0;
  let read = 0;
  for (const span of spans) {
    if (span.end <= read) continue;
    const start = Math.max(span.start, read);
    // Pieces are short: a loop costs less than a call of copy.
    while (read < start) skeleton[written++] = bytes[read++] ?? 0;
    const template = start === span.start ? span.template : remainder(bytes, start, span);
    holes.push({ offset: written, value: span.value, template });
    read = span.end;
  }
  while (read < bytes.length) skeleton[written++] = bytes[read++] ?? 0;
  return { skeleton, holes };
}

/** By start, the longer first. There are a handful, nearly in order: moving them in place makes no garbage. */
function inOrder(spans: Span[]): void {
  for (let i = 1; i < spans.length; i++) {
    const span = spans[i];
    if (span === undefined) continue;
    let at = i;
    for (let before = spans[at - 1]; before !== undefined && isAfter(before, span); before = spans[at - 1])
      spans[at--] = before;
    spans[at] = span;
  }
}

function isAfter(a: Span, b: Span): boolean {
  return a.start > b.start || (a.start === b.start && a.end < b.end);
}

/** The rest of a span whose beginning another one took: its digits still count from the end, so it stays a template. */
function remainder(bytes: Buffer, start: number, span: Span): string {
  return span.template.length === 1 && span.template !== DIGIT ? DROPPED : templateOf(bytes, start, span.end);
}

/** Letters and digits only; upper case, as an interim number has it. */
export function symbolsOf(canonical: string): string {
  const number = canonical.charCodeAt(0) === PLUS ? canonical.slice(1) : canonical;
  return /^\d+$/.test(number) ? number : number.replace(/[^0-9A-Z]/g, "");
}

function isSymbol(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}
