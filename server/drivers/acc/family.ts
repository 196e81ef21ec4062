import type { DecodeContext, Decoded, DecodedRecord, Decoder, Driver, DriverOption, DriverOptions } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readCount, readList, readOptions } from "../options.ts";
import { sidesByLength } from "../sides-by-length.ts";
import { ofSipAnswer } from "../sip-answer.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { type AccLine, type Fields, readAccLine } from "./fields.ts";
import { type AccPart, joinTransactions } from "./join.ts";
import { type PersonFields, readPersons, USUAL } from "./persons.ts";

const OPTIONS: readonly DriverOption[] = [
  {
    name: "calling",
    help: "Names of the extra fields that hold the caller, with commas; the first that is there counts",
  },
  { name: "called", help: "Names of the extra fields that hold the one who was called" },
  { name: "dialled", help: "Names of the extra fields that hold what was dialled" },
  { name: "extension-length", help: "Digits of the company's extensions; without it two to five digits count as one" },
];

/** Kamailio and OpenSIPS grew from one accounting module, and write nearly the same lines. */
export function accDriver(its: Pick<Driver, "id" | "title" | "confirmed">): Driver {
  return {
    ...its,
    product: "pbx",
    formats: ["log"],
    framing: { kind: "line" },
    options: OPTIONS,
    configure: (given) => configure(its.id, given),
    join: joinTransactions,
  };
}

interface Settings {
  readonly persons: PersonFields;
  readonly extensionDigits: number | null;
}

function configure(id: string, given: DriverOptions): Decoder {
  const values = readOptions(id, OPTIONS, given);
  const named = (role: keyof PersonFields) => {
    const names = readList(values, role).map((name) => name.toLowerCase());
    return names.length === 0 ? USUAL[role] : names;
  };
  const settings = {
    persons: { calling: named("calling"), called: named("called"), dialled: named("dialled") },
    extensionDigits: readCount("extension-length", values, 10),
  };
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
    const text = byteText(frame);
    if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
    if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
    const line = readAccLine(frame, text);
    if (line === null) return otherLine(text);
    return decodeLine(line, settings, context);
  };
}

/** The log holds whatever the proxy writes; what looks like accounting and is none is kept. */
function otherLine(text: string): Decoded {
  if (ACCOUNTING.test(text)) return { kind: "undefined", reason: "fields: no time and no method" };
  return { kind: "nothing", reason: "another line of the log" };
}

const ACCOUNTING =
  /ACC:|call_?id=|_tag=|method=|code=\d|reason=|timestamp=|created=|(?:start|end)_time=|setuptime=|duration=|calle[re]=|(?:src|dst)_\w{1,12}=/;

function decodeLine({ event, fields }: AccLine, settings: Settings, context: DecodeContext): Decoded {
  const method = fields.text("method")?.toUpperCase() ?? "INVITE";
  if (OTHER_METHODS.has(method)) return { kind: "nothing", reason: "a transaction that is no call" };
  if (!CALL_METHODS.has(method)) return { kind: "undefined", reason: "method: no word of SIP" };
  const part = partOf(event, method, fields);
  if (part === null) return { kind: "undefined", reason: "code: no answer of SIP" };
  const record = readRecord(part, fields, settings, context);
  if (typeof record === "string") return { kind: "undefined", reason: record };
  const call = fields.text("call_id", "callid", "call-id", "ci", "sip_callid");
  if (call === null && part === "call") return { kind: "records", records: [record] };
  if (call === null) return { kind: "undefined", reason: "call: no id" };
  const tag = fields.text("to_tag") ?? "-";
  const code = fields.text("code", "sip_code") ?? "-";
  return { kind: "leg", leg: { call, part: `${part} ${method} ${code} ${tag}`, record: { ...record, callId: call } } };
}

const CALL_METHODS = new Set(["INVITE", "BYE", "CANCEL"]);
const OTHER_METHODS = new Set([
  "ACK",
  "INFO",
  "MESSAGE",
  "NOTIFY",
  "OPTIONS",
  "PRACK",
  "PUBLISH",
  "REFER",
  "REGISTER",
  "SUBSCRIBE",
  "UPDATE",
]);

/** Null for a line without the answer that tells what it was. */
function partOf(event: string, method: string, fields: Fields): AccPart | null {
  if (fields.text("start_time", "call_start_time") !== null && fields.text("duration") !== null) return "call";
  if (method === "BYE") return "end";
  if (method === "CANCEL" || /missed/i.test(event)) return "missed";
  const code = fields.text("code", "sip_code") ?? "";
  if (!/^[1-6]\d\d$/.test(code)) return null;
  return ofSipAnswer(Number(code)) === "answered" ? "answer" : "missed";
}

/** The record as far as the line tells it; a text says why it cannot. */
function readRecord(part: AccPart, fields: Fields, settings: Settings, context: DecodeContext): DecodedRecord | string {
  const created = instantOf(fields.text("created"));
  const answered = instantOf(fields.text("start_time", "call_start_time"));
  const at = part === "call" ? answered : instantOf(fields.text("timestamp"));
  const setup = secondsOf(fields.text("setuptime", "setup_time"));
  if (at === undefined || created === undefined || (at ?? created) === null) return "start: no date and time";
  const duration = part === "call" ? secondsOf(fields.text("duration")) : 0;
  if (duration === undefined || setup === undefined) return "duration: no number of seconds";
  const { calling, called } = settings.persons;
  const digits = settings.extensionDigits ?? context.extensionDigits ?? null;
  return {
    kind: "call_history",
    callId: null,
    startedAt: created ?? at ?? context.receivedAt,
    durationSeconds: duration ?? 0,
    ringSeconds: setup,
    ...(part === "end"
      ? NO_SIDES
      : sidesByLength(fields.find(calling)?.text ?? null, fields.find(called)?.text ?? null, digits)),
    disposition: dispositionOf(part, fields),
    queue: null,
    trunk: null,
    costCents: null,
    partOf: null,
    values: readPersons(fields, settings.persons),
  };
}

const NO_SIDES = { direction: null, extension: null };

function dispositionOf(part: AccPart, fields: Fields): DecodedRecord["disposition"] {
  if (part === "answer" || part === "end") return "answered";
  const code = fields.text("code", "sip_code") ?? "";
  const told = /^[1-6]\d\d$/.test(code) ? ofSipAnswer(Number(code)) : null;
  if (part === "call") return told ?? "answered";
  return told === null || told === "answered" ? "no-answer" : told;
}

/** Seconds since 1970, with or without a fraction; null when there is none, undefined when it is no time. */
function instantOf(text: string | null): Date | null | undefined {
  if (text === null) return null;
  return /^\d{9,10}(?:\.\d{1,6})?$/.test(text) ? new Date(Math.trunc(Number(text) * 1_000)) : undefined;
}

function secondsOf(text: string | null): number | null | undefined {
  if (text === null) return null;
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Math.round(Number(text)) : undefined;
}
