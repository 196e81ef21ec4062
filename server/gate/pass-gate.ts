import type { FilterJudge } from "../domain/filter/judge-call.ts";
import type { NumberSet } from "../domain/number-set.ts";
import { type NumberReader, numberReader, type NumberSite } from "../domain/numbers/index.ts";
import type { DecodeContext, Decoded, Decoder } from "../drivers/driver.ts";
import type { FrameMark, PlacedFrame } from "../inbox/index.ts";
import { callToFilter, recordsOf } from "./call-of.ts";
import { shieldFrame, strikeUndefined } from "./shield-frame.ts";

/** What stands between a source and the inbox: nothing that it leaves out or strikes is ever written down. */
export interface Gate {
  readonly decode: Decoder;
  /** IANA zone of the site. */
  readonly zone: string;
  readonly site: NumberSite;
  /** null where nothing is left out. */
  readonly filter: FilterJudge | null;
  /** null where nothing is shielded. */
  readonly shield: NumberSet | null;
}

export interface Passed {
  /** As many as came: of one that is left out only the place and the rule are kept. */
  readonly frames: PlacedFrame[];
  /** What the driver has learnt of the delivery behind these frames. */
  readonly state: Record<string, unknown>;
}

/** Frames of one delivery in their order; `state` is what the frames before them told, and stays as it is. */
export function passGate(
  gate: Gate,
  frames: readonly PlacedFrame[],
  receivedAt: Date,
  state: Readonly<Record<string, unknown>>,
): Passed {
  const context: DecodeContext = {
    receivedAt,
    timeZone: gate.zone,
    extensionDigits: gate.site.extensionDigits,
    state: structuredClone(state),
  };
  const read = numberReader(gate.site);
  const passed = frames.map((frame) => passFrame(gate, frame, context, read));
  return { frames: passed, state: context.state };
}

function passFrame(gate: Gate, frame: PlacedFrame, context: DecodeContext, read: NumberReader): PlacedFrame {
  // A part of a record tells the driver nothing, and no rule of whole calls may judge it.
  if (frame.mark?.cut === true) return cutFrame(frame, gate.shield);
  const before = gate.shield === null ? context.state : { ...context.state };
  const decoded = decodeSafely(gate.decode, frame.bytes, context);
  const rule = gate.filter === null ? null : leftOutBy(gate.filter, decoded, read);
  if (rule !== null) return { ...frame, bytes: NOTHING, mark: { leftOut: rule, category: null, struck: false } };
  if (gate.shield === null) return frame;
  if (recordsOf(decoded).length === 0) return struckFrame(frame, gate.shield);
  const reading = {
    set: gate.shield,
    read,
    decode: (bytes: Uint8Array, at: DecodeContext) => decodeSafely(gate.decode, bytes, at),
  };
  const shielded = shieldFrame(frame.bytes, decoded, { ...context, state: before }, reading);
  if (shielded === null) return frame;
  return { ...frame, bytes: shielded.bytes, mark: { ...PLAIN, category: shielded.category } };
}

/** What is no call goes on: a header, a date line, or what nobody understands, without the digits of shielded numbers. */
function struckFrame(frame: PlacedFrame, shield: NumberSet): PlacedFrame {
  const bytes = strikeUndefined(frame.bytes, shield);
  return bytes === null ? frame : { ...frame, bytes, mark: { ...PLAIN, struck: true } };
}

/** Its last digits may begin a shielded number, which nobody can tell: they go with those that are one. */
function cutFrame(frame: PlacedFrame, shield: NumberSet | null): PlacedFrame {
  if (shield === null) return frame;
  const bytes = Buffer.from(strikeUndefined(frame.bytes, shield) ?? frame.bytes);
  const whole = bytes.length;
  let end = whole;
  while (end > 0 && NUMBER_BYTES.has(bytes[end - 1] ?? 0)) end--;
  bytes.fill(STRUCK_BYTE, end, whole);
  if (bytes.equals(frame.bytes)) return frame;
  return { ...frame, bytes, mark: { ...PLAIN, struck: true, cut: true } };
}

/** Digits, and what is written between them. */
const NUMBER_BYTES: ReadonlySet<number> = new Set(Buffer.from("0123456789+*#()-/. "));
const STRUCK_BYTE = 0x78;

const NOTHING = Buffer.alloc(0);
const PLAIN: FrameMark = { leftOut: null, category: null, struck: false };

/** A frame of several calls goes only when all of them do. */
function leftOutBy(filter: FilterJudge, decoded: Decoded, read: NumberReader): number | null {
  let rule: number | null = null;
  for (const record of recordsOf(decoded)) {
    const verdict = filter(callToFilter(record, read));
    if (!verdict.leftOut) return null;
    rule ??= verdict.rule;
  }
  return rule;
}

/** A driver never throws; should one, nobody understands the frame. */
function decodeSafely(decode: Decoder, bytes: Uint8Array, context: DecodeContext): Decoded {
  try {
    return decode(bytes, context);
  } catch {
    return { kind: "undefined", reason: "driver failed" };
  }
}
