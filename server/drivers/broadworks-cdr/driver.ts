import type { Direction, Disposition } from "../../domain/codes.ts";
import { lineEnd } from "../cells.ts";
import type { Decoded, DecodedRecord, Driver } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinary, isBlank } from "../text.ts";
import { column } from "../values.ts";
import { type Fields, readStamp, splitFields } from "./fields.ts";
import { joinParts } from "./join.ts";
import { AT, readPeople } from "./people.ts";

/** Accounting records of Cisco BroadWorks (BroadSoft), CSV (docs/drivers/broadworks-cdr.md). */
export const broadworksCdr: Driver = {
  id: "broadworks-cdr",
  title: "Cisco BroadWorks accounting records, CSV",
  product: "pbx",
  formats: ["csv"],
  framing: { kind: "line" },
  options: [],
  confirmed: {
    by: "documentation",
    note: "Columns of the accounting interface specification, release 13 to 22; no real record has been read.",
  },
  configure(given) {
    readOptions("broadworks-cdr", [], given);
    return (frame) => decode(frame);
  },
  join: joinParts,
};

/** Up to the cause: enough to tell a call. */
const FEWEST_COLUMNS = 15;
/** Rows that a call or the server writes besides that of a call's end. */
const NO_CALLS = new Set(["start", "failover", "on", "off", "event", "registration", "heartbeat"]);
const INTERIM = new Set(["duration", "long duration", "interim"]);

function decode(frame: Uint8Array): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const head = text.slice(byteOrderMark(text), 200);
  if (/^(?:call detail record |cdr )?version\b/i.test(head) && !head.includes(","))
    return { kind: "nothing", reason: "version line" };
  if (/^recordid,/i.test(head)) return { kind: "nothing", reason: "header" };
  const fields = splitFields(text, lineEnd(text));
  if (fields === null) return { kind: "undefined", reason: "columns: more than any release has" };
  const type = fieldText(text, fields, AT.type).toLowerCase();
  if (NO_CALLS.has(type)) return { kind: "nothing", reason: "type: tells no end of a call" };
  if (fields.start.length < FEWEST_COLUMNS)
    return { kind: "undefined", reason: `columns: ${fields.start.length}, fewer than a call has` };
  if (type !== "normal" && !INTERIM.has(type))
    return { kind: "undefined", reason: "type: none that is known to tell a call" };
  return readCall(frame, text, fields, type === "normal");
}

function fieldText(text: string, fields: Fields, index: number): string {
  return index < fields.start.length ? column(text, fields.start[index] ?? 0, fields.end[index] ?? 0) : "";
}

function readCall(frame: Uint8Array, text: string, fields: Fields, ended: boolean): Decoded {
  const say = (index: number) => fieldText(text, fields, index);
  const startedAt = readStamp(say(AT.start));
  if (startedAt === null) return { kind: "undefined", reason: "start: no date and time" };
  const answeredAt = readStamp(say(AT.answer));
  if (answeredAt === null && say(AT.answer) !== "") return { kind: "undefined", reason: "answer: no date and time" };
  const releasedAt = readStamp(say(AT.release));
  if (releasedAt === null && (ended || say(AT.release) !== ""))
    return { kind: "undefined", reason: "release: no date and time" };
  const direction = directionOf(say);
  if (direction === null) return { kind: "undefined", reason: "direction: neither Originating nor Terminating" };
  const isAnswered = /^yes/i.test(say(AT.answered)) && answeredAt !== null;
  const incoming = /^term/i.test(say(AT.direction));
  const callId = say(AT.networkCallId) || say(AT.localCallId) || say(AT.recordId);
  const record: DecodedRecord = {
    kind: "call_history",
    callId: callId === "" ? null : callId,
    startedAt,
    durationSeconds: isAnswered && releasedAt !== null ? seconds(answeredAt, releasedAt) : 0,
    ringSeconds: ringOf(startedAt, isAnswered ? answeredAt : releasedAt),
    direction,
    disposition: isAnswered ? "answered" : unanswered(say(AT.cause)),
    extension: say(AT.user) || null,
    queue: null,
    trunk: null,
    costCents: null,
    partOf: null,
    values: readPeople({ frame, text }, fields, incoming),
  };
  const key =
    say(AT.localCallId) || (say(AT.networkCallId) === "" ? "" : `${say(AT.networkCallId)} ${say(AT.direction)}`);
  if (key === "" || !isPlain(key))
    return ended ? { kind: "records", records: [record] } : { kind: "nothing", reason: "type: the call goes on" };
  return { kind: "leg", leg: { call: key, part: ended ? "end" : "interim", record } };
}

/** An id of the server's own: no address of a person. */
function isPlain(key: string): boolean {
  return key.length <= 200 && !/sips?:|tel:/i.test(key);
}

/** Within the company's group where the route or the category says so. */
function directionOf(say: (index: number) => string): Direction | null {
  const word = say(AT.direction).toLowerCase();
  const isOut = word.startsWith("orig");
  if (!isOut && !word.startsWith("term")) return null;
  if (/^private$/i.test(say(AT.category)) || /^(?:group|enterprise)$/i.test(say(AT.route))) return "internal";
  return isOut ? "out" : "in";
}

function seconds(from: Date, to: Date): number {
  return Math.min(Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000)), 2_147_483_647);
}

function ringOf(from: Date, to: Date | null): number | null {
  return to === null || to < from ? null : seconds(from, to);
}

/** A cause of Q.850, in three digits. */
function unanswered(cause: string): Disposition {
  const number = /^\d{1,3}$/.test(cause) ? Number(cause) : 16;
  if (number === 17) return "busy";
  return [16, 18, 19, 20, 21, 31].includes(number) ? "no-answer" : "failed";
}
