import type { DecodeContext, Decoded, DecodedRecord, DecodedValue, Decoder } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import {
  costOf,
  directionOf,
  dispositionOf,
  extensionDigits,
  isExtension,
  lengthsOf,
  type Sides,
  sidesOf,
  wordOf,
} from "./facts.ts";
import { type Locate, locatorOf } from "./locate.ts";
import { momentOf, readDay } from "./moments.ts";
import { addPerson, nobodyOf, personOf, roleOf } from "./people.ts";
import { firstOf, holds, type Found, type Reading, type Unread } from "./reading.ts";
import type { Layout } from "./schema.ts";

/** A layout made ready: what every frame needs is worked out once. */
export interface Prepared {
  readonly layout: Layout;
  readonly locate: Locate;
  readonly nobody: ReadonlySet<string>;
  /** Digits of an extension as the option says. */
  readonly digits: number | null;
}

export function prepare(layout: Layout, digits: number | null = null): Prepared {
  return { layout, locate: locatorOf(layout), nobody: nobodyOf(layout), digits };
}

export function layoutDecoder(layout: Layout, digits: number | null): Decoder {
  const prepared = prepare(layout, digits);
  return (frame, context) => {
    const reading = openFrame(prepared, frame, context);
    return "kind" in reading ? reading : decodeReading(prepared, reading, context);
  };
}

/** The frame with its fields, or why they cannot be found. */
export function openFrame({ layout, locate }: Prepared, frame: Uint8Array, context: DecodeContext): Reading | Unread {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
  const text = byteText(frame);
  const [from, to] = boundsOf(layout, text);
  const inner = text.slice(from, to);
  if (isBlank(inner)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(inner)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  return locate(frame, text, from, to, context);
}

/** Where the text begins behind page feeds, NULs and marks, and where it ends before its terminators. */
function boundsOf({ framing }: Layout, text: string): readonly [number, number] {
  let from = framing === "length" ? Math.min(4, text.length) : byteOrderMark(text);
  // A record of so many bytes has its columns where they are counted, whatever they hold.
  if (!(typeof framing === "object" && "fixed" in framing))
    while (from < text.length && [0x00, 0x02, 0x0c].includes(text.charCodeAt(from))) from++;
  let to = text.length;
  while (to > from && [0x00, 0x03, 0x0a, 0x0d].includes(text.charCodeAt(to - 1))) to--;
  return [from, to];
}

export function decodeReading(prepared: Prepared, reading: Reading, context: DecodeContext): Decoded {
  const { layout } = prepared;
  for (const rule of layout["not calls"])
    if (holds(rule.when, reading)) return { kind: "nothing", reason: rule.because };
  for (const rule of layout.once) {
    if (!holds(rule.when, reading)) continue;
    const day = readDay(reading.find(rule.date)?.text ?? "", rule.format);
    if (day === null) return { kind: "undefined", reason: "once: no date where the layout says" };
    context.state.day = day;
    return { kind: "nothing", reason: rule.because };
  }
  if ("badSize" in reading && typeof reading.badSize === "string")
    return { kind: "undefined", reason: reading.badSize };
  const record = recordOf(prepared, reading, context);
  if (typeof record === "string") return { kind: "undefined", reason: record };
  return asLeg(layout, reading, record);
}

/** Parts that begin and end a call are named so, for the join. */
export const FIRST = "first";
export const LAST = "last";

function asLeg({ legs }: Layout, reading: Reading, record: DecodedRecord): Decoded {
  if (legs === undefined || !holds(legs.when, reading)) return { kind: "records", records: [record] };
  const call = wordOf(legs.call, reading);
  if (call === null) return { kind: "undefined", reason: "legs: no id of the call" };
  const first = legs.first !== undefined && holds(legs.first, reading);
  const last = legs.last !== undefined && holds(legs.last, reading);
  const part = first ? FIRST : last ? LAST : (wordOf(legs.part, reading) ?? "part");
  return { kind: "leg", leg: { call, part, record } };
}

function recordOf(prepared: Prepared, reading: Reading, context: DecodeContext): DecodedRecord | string {
  const { layout, nobody } = prepared;
  const moment = momentOf(layout.time, reading, context);
  if (typeof moment === "string") return moment;
  const lengths = lengthsOf(layout, reading);
  if (typeof lengths === "string") return lengths;
  const digits = extensionDigits(prepared.digits, context);
  const sides = sidesOf(layout, reading, nobody);
  const direction = directionOf(layout, reading, sides, digits).is;
  const before = moment.time.of === "end" ? lengths.written + (lengths.ring ?? 0) : 0;
  const startedAt = new Date(moment.at.getTime() - before * 1_000);
  if (startedAt.getTime() < 0) return "duration: longer than the calendar";

  const values: DecodedValue[] = [];
  let own: string | null = null;
  for (const value of layout.values) {
    const found = personOf(value, reading, nobody);
    if (found === null) continue;
    if (value.role === "own" && value.class === "phone") own ??= found.text;
    addPerson(reading, found, roleOf(value.role, direction), value.class, values);
  }
  const extension = extensionIn(prepared, reading);
  // An extension names somebody: it is a value even where the layout forgets to say so.
  if (extension !== null) addPerson(reading, extension, roleOf("own", direction), "phone", values);
  return {
    kind: "call_history",
    callId: wordOf(layout["call id"], reading),
    startedAt,
    durationSeconds: lengths.talk,
    ringSeconds: lengths.ring,
    direction,
    disposition: dispositionOf(layout, reading, lengths.talk).is,
    extension: extension?.text ?? own ?? ownSide(sides, direction, digits),
    queue: wordOf(layout.queue, reading),
    trunk: wordOf(layout.trunk, reading),
    costCents: costOf(layout, reading),
    partOf: wordOf(layout["part of"], reading),
    values,
  };
}

function extensionIn({ layout, nobody }: Prepared, reading: Reading): Found | null {
  const found = firstOf(layout.extension, reading);
  return found === null || nobody.has(found.text.toLowerCase()) ? null : found;
}

/** Which of the two sides is the company's, when it is an extension. */
function ownSide(
  { calling, called }: Sides,
  direction: DecodedRecord["direction"],
  digits: number | null,
): string | null {
  if (direction === null) return null;
  const side = direction === "in" ? called : calling;
  return side !== null && isExtension(side, digits) ? side : null;
}
