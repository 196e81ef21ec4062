import type { Disposition } from "../../domain/codes.ts";
import { lineEnd } from "../cells.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue, Driver } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readSeconds } from "../local-time.ts";
import { readCount, readOptions } from "../options.ts";
import { sidesByLength } from "../sides-by-length.ts";
import { ofSipAnswer } from "../sip-answer.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import { addValue, column, isNumberText } from "../values.ts";
import { readClock } from "./clock.ts";

/** Records of Sansay's session border controllers VSX and SPX (docs/drivers/sansay-vsx.md). */
export const sansayVsx: Driver = {
  id: "sansay-vsx",
  title: "Sansay VSX",
  product: "pbx",
  formats: ["csv"],
  framing: { kind: "line" },
  options: [{ name: "extension-length", help: "Digits of the company's extensions: they tell the direction of calls" }],
  confirmed: {
    by: "real-records",
    note: "Fields of Sansay's description of version 1.10; read against one real record.",
  },
  configure(given) {
    const digits = readCount("extension-length", readOptions("sansay-vsx", sansayVsx.options, given), 10);
    return (frame, context) => decode(frame, context, digits);
  },
};

/** Fields of the body, counted from 0; the header's three stand before it. */
const AT = {
  session: 1,
  cause: 2,
  start: 3,
  answer: 4,
  release: 5,
  minutesWest: 6,
  protocolCause: 8,
  fromTrunk: 10,
  fromProtocol: 11,
  fromSource: 12,
  fromDestination: 14,
  toTrunk: 29,
  toProtocol: 30,
  toSource: 31,
  toDestination: 33,
  route: 48,
  routingDigits: 49,
  seconds: 50,
  ring: 52,
  identity: 55,
} as const;

const HEADER = 3;
/** Up to the duration. */
const FEWEST = 51;
/** More than any release has. */
const MOST = 200;

function decode(frame: Uint8Array, context: DecodeContext, digits: number | null): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const fields = splitFields(text, byteOrderMark(text), lineEnd(text));
  if (fields === null) return { kind: "undefined", reason: "fields: more than any release has" };
  const first = column(text, fields.start[0] ?? 0, fields.end[0] ?? 0);
  const hasHeader = /^\d{1,12}$/.test(first);
  if (hasHeader) {
    const type = column(text, fields.start[2] ?? 0, fields.end[2] ?? 0);
    if (fields.start.length > 2 && type === "A") return { kind: "nothing", reason: "audit record" };
    if (fields.start.length <= HEADER + 1 && isEmpty(text, fields, HEADER))
      return { kind: "nothing", reason: "header" };
  } else if (!/media/i.test(first)) return { kind: "undefined", reason: "header: no number of a record" };
  const base = hasHeader ? HEADER : 0;
  if (fields.start.length < base + FEWEST)
    return { kind: "undefined", reason: `fields: ${fields.start.length} where ${base + FEWEST} and more are expected` };
  return readBody({ frame, text, fields, base }, context, digits ?? context.extensionDigits ?? null);
}

function isEmpty(text: string, fields: Fields, index: number): boolean {
  return index >= fields.start.length || column(text, fields.start[index] ?? 0, fields.end[index] ?? 0) === "";
}

interface Fields {
  readonly start: readonly number[];
  readonly end: readonly number[];
}

/** Nothing is put in quotes: one in a display name is part of it. */
function splitFields(text: string, from: number, to: number): Fields | null {
  const start: number[] = [];
  const end: number[] = [];
  for (let at = from; at <= to; ) {
    const next = text.indexOf(";", at);
    const stop = next < 0 || next > to ? to : next;
    if (start.length === MOST) return null;
    start.push(at);
    end.push(stop);
    at = stop + 1;
  }
  return { start, end };
}

interface Body {
  readonly frame: Uint8Array;
  readonly text: string;
  readonly fields: Fields;
  readonly base: number;
}

function say({ text, fields, base }: Body, index: number): string {
  const at = base + index;
  return at < fields.start.length ? column(text, fields.start[at] ?? 0, fields.end[at] ?? 0) : "";
}

function readBody(body: Body, context: DecodeContext, digits: number | null): Decoded {
  const route = say(body, AT.route);
  if (!["F", "I", ""].includes(route)) return { kind: "undefined", reason: "route: neither final nor intermediate" };
  if (route === "I") return { kind: "nothing", reason: "attempt: another route was tried after it" };
  const startedAt = readClock(say(body, AT.start), say(body, AT.minutesWest), context.timeZone);
  if (startedAt === null) return { kind: "undefined", reason: "start: no date and time" };
  const span = say(body, AT.seconds);
  const seconds = readSeconds(span, 0, span.length);
  if (seconds < 0) return { kind: "undefined", reason: "duration: no number of seconds" };
  const ring = say(body, AT.ring);
  const ringSeconds = ring === "" ? null : readSeconds(ring, 0, ring.length);
  if (ringSeconds === -1) return { kind: "undefined", reason: "ring: no number of seconds" };
  const session = say(body, AT.session);
  const calling = say(body, AT.fromSource) || say(body, AT.toSource) || say(body, AT.identity);
  const sides =
    digits === null
      ? { direction: null, extension: null }
      : sidesByLength(calling, say(body, AT.fromDestination), digits);
  const record: DecodedRecord = {
    kind: "call_history",
    callId: session === "" ? null : session,
    startedAt,
    durationSeconds: seconds,
    ringSeconds,
    ...sides,
    disposition: seconds > 0 ? "answered" : unanswered(body),
    queue: null,
    trunk: say(body, sides.direction === "out" ? AT.toTrunk : AT.fromTrunk) || null,
    costCents: null,
    partOf: null,
    values: readPeople(body),
  };
  return { kind: "records", records: [record] };
}

/** Causes of the switch: 1 answered, 2 to 4 nobody took the call; then the protocol's own, of Q.850 or of SIP. */
function unanswered(body: Body): Disposition {
  const [cause, code] = [Number(say(body, AT.cause)), Number(say(body, AT.protocolCause))];
  if (code === 17) return "busy";
  if (code >= 400 && code <= 699 && code === Math.floor(code)) {
    const answer = ofSipAnswer(code);
    if (answer === "busy" || cause > 4) return answer;
  }
  if (cause === 1) return "answered";
  return cause >= 2 && cause <= 4 ? "no-answer" : "failed";
}

/** Both legs: numbers are translated between them, and either side may be told by the other. */
function readPeople(body: Body): DecodedValue[] {
  const values: DecodedValue[] = [];
  const { fields, base } = body;
  const add = (index: number, role: DecodedValue["role"]): boolean =>
    base + index < fields.start.length &&
    addValue(body, fields.start[base + index] ?? 0, fields.end[base + index] ?? 0, role, "phone", values);
  const isCalling = add(AT.fromSource, "calling");
  add(AT.fromDestination, "called");
  const isTold = add(AT.toSource, isCalling ? "caller" : "calling") || isCalling;
  add(AT.toDestination, "transferred");
  if (/\d/.test(say(body, AT.routingDigits))) add(AT.routingDigits, "dialled");
  if (/\d{3}|@/.test(say(body, AT.identity))) add(AT.identity, isTold ? "caller" : "calling");
  // Later releases add fields behind the last one that is described.
  for (let index = AT.identity + 1; base + index < fields.start.length; index++)
    if (isNumberText(say(body, index), 7)) add(index, "caller");
  return values;
}
