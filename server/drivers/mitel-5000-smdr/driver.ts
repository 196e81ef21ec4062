import type { Direction } from "../../domain/codes.ts";
import type { DecodeContext, Decoded, DecodedValue, Driver } from "../driver.ts";
import { readCents, readClockSeconds } from "../durations.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { addValue, column, type FrameText, isNumberText, trimmed } from "../values.ts";
import { startToday } from "./start-today.ts";

const OPTIONS = [
  {
    name: "model",
    help: "auto: with a count before each record, as a Mitel 5000 sends it over the network, or as text, a record a line (serial port, Inter-Tel Axxess, a logger). lines: text and nothing else.",
    values: ["auto", "lines"],
    default: "auto",
  },
] as const;

/** Mitel 5000 and Inter-Tel Axxess: one line of 80 columns a call, without a date (docs/drivers/mitel-5000-smdr.md). */
export const mitel5000Smdr: Driver = {
  id: "mitel-5000-smdr",
  title: "Mitel 5000 and Inter-Tel SMDR",
  product: "pbx",
  formats: ["binary", "text"],
  framing: ({ model = "auto" }) => (model === "lines" ? { kind: "line" } : { kind: "length" }),
  options: OPTIONS,
  confirmed: {
    by: "real-records",
    note: "Columns of the administrator's guide; one real record. What a DID call shows of its caller depends on the system.",
  },
  configure(given) {
    const lines = readOptions("mitel-5000-smdr", OPTIONS, given).model === "lines";
    return (frame, context) => decode(frame, context, lines ? 0 : countBytes(frame));
  },
};

/** Columns of the record, counted from 0 behind the count. */
const AT = {
  type: [0, 3],
  extension: [4, 9],
  trunk: [10, 15],
  digits: [16, 44],
  start: [45, 50],
  elapsed: [51, 59],
  cost: [60, 66],
  account: [67, 80],
} as const;

/** Undefined for what is no type; null where the type does not tell the direction. */
const TYPES: Readonly<Record<string, Direction | null>> = {
  FRE: "out",
  "000": "out",
  LOC: "out",
  TLC: "out",
  TLD: "out",
  "O/I": "out",
  OP: "out",
  INT: "out",
  IN: "in",
  DID: "in",
  DSA: "in",
  CNF: null,
  NET: null,
};

/** The count before a record: NULs in it tell it from text. */
function countBytes(frame: Uint8Array): number {
  return frame.length >= 4 && frame[2] === 0 && frame[3] === 0 ? 4 : 0;
}

function decode(frame: Uint8Array, context: DecodeContext, base: number): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
  const all = byteText(frame);
  if (isBlank(all)) return { kind: "nothing", reason: "blank record" };
  if (base > 0 && frame.length < base + SHORTEST) return { kind: "undefined", reason: "length: no whole record" };
  const text = all.slice(base);
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const cell = ([from, to]: readonly [number, number]) => column(text, from, to).trim();
  const type = cell(AT.type);
  if (type === "TYP" || /^[-=]+$/.test(text.trim())) return { kind: "nothing", reason: "head of a page" };
  const direction = TYPES[type];
  if (direction === undefined) return { kind: "undefined", reason: "type: a word that is not known" };
  const startedAt = startToday(cell(AT.start), context);
  if (startedAt === null) return { kind: "undefined", reason: "start: no hour and minute" };
  const seconds = elapsedOf(cell(AT.elapsed));
  if (seconds < 0) return { kind: "undefined", reason: "elapsed: no length of a call" };
  const whole: FrameText = { frame, text: all };
  const extension = cell(AT.extension);
  const trunk = cell(AT.trunk);
  const unanswered = /^\*+$/.test(extension);
  const ringIn = /^ring/i.test(cell(AT.digits));
  // The call itself has a record of its own.
  if (ringIn && !unanswered) return { kind: "nothing", reason: "ringing of a call that was answered" };
  const own = unanswered || isTrunk(extension, trunk) ? null : extension || null;
  return {
    kind: "records",
    records: [
      {
        kind: "call_history",
        callId: null,
        startedAt,
        durationSeconds: unanswered ? 0 : seconds,
        ringSeconds: unanswered ? seconds : null,
        direction,
        disposition: unanswered ? "no-answer" : "answered",
        extension: own,
        queue: null,
        trunk: trunk || null,
        costCents: readCents(cell(AT.cost)),
        partOf: null,
        values: valuesOf(whole, base, { type, direction, own, ringIn }),
      },
    ],
  };
}

/** To the end of the length of the call. */
const SHORTEST = 59;

/** `HH:MM:SS`; where the system is set to seconds `S=` and six digits, and longer calls in hours and minutes. */
function elapsedOf(text: string): number {
  const seconds = /^S=\s*(\d{1,6})$/.exec(text);
  if (seconds !== null) return Number(seconds[1]);
  return readClockSeconds(/^\d+:\d\d$/.test(text) ? `${text}:00` : text);
}

/** Of a call from one trunk to another, the second stands in the extension's column: numbers of trunks begin alike. */
function isTrunk(extension: string, trunk: string): boolean {
  return extension.length === trunk.length && trunk.length > 3 && extension.slice(0, 2) === trunk.slice(0, 2);
}

interface Sides {
  readonly type: string;
  readonly direction: Direction | null;
  readonly own: string | null;
  readonly ringIn: boolean;
}

function valuesOf(whole: FrameText, base: number, { type, direction, own, ringIn }: Sides): DecodedValue[] {
  const values: DecodedValue[] = [];
  const inward = direction === "in";
  const [from, to] = AT.extension;
  if (own !== null) addValue(whole, base + from, base + to, inward ? "called" : "calling", "phone", values);
  addDigits(whole, base, { inward, dialledIn: type === "DID", ringIn }, values);
  addAccount(whole, base, values);
  return values;
}

/** The digits dialled, or what is known of who calls: a number or a name. A DID call shows the number that was called. */
function addDigits(
  whole: FrameText,
  base: number,
  { inward, dialledIn, ringIn }: { inward: boolean; dialledIn: boolean; ringIn: boolean },
  values: DecodedValue[],
): void {
  const { text } = whole;
  let start = base + AT.digits[0];
  if (ringIn) while (start < text.length && /[a-z. ]/i.test(text.charAt(start))) start++;
  const span = trimmed(text, start, base + AT.digits[1]);
  if (span === null) return;
  // More than 28 digits were dialled.
  const end = text[span.end - 1] === ">" ? span.end - 1 : span.end;
  const written = text.slice(span.start, end);
  const name = /[A-Za-z\u0080-\u00ff]{2}/.test(written);
  if (name && WITHHELD.test(written)) return;
  const role = !inward ? "called" : dialledIn ? "dialled" : "calling";
  addValue(whole, span.start, end, role, name ? "name" : "phone", values);
}

const WITHHELD = /^(private|unknown|withheld|anonymous|unavailable|out of area|blocked|no number)$/i;

/** An account code as long as a number. The star behind it tells that the trunk hung up. */
function addAccount(whole: FrameText, base: number, values: DecodedValue[]): void {
  const { text } = whole;
  const feed = text.slice(base).search(/(?<![\r\n])[\r\n]*$/) + base;
  const span = trimmed(text, base + AT.account[0], feed);
  if (span === null) return;
  const end = text[span.end - 1] === "*" ? span.end - 1 : span.end;
  const left = trimmed(text, span.start, end);
  if (left !== null && isNumberText(text.slice(left.start, left.end)))
    addValue(whole, left.start, left.end, "redirecting", "phone", values);
}
