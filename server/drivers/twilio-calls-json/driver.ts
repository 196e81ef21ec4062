import type { Direction, Disposition } from "../../domain/codes.ts";
import type { DecodeContext, Decoded, DecodedRecord, DecodedValue, Driver } from "../driver.ts";
import { readCents } from "../durations.ts";
import { jsonAt } from "../json-offsets.ts";
import { addMember, addStrangers, type JsonPage, type JsonRecord, openRecord, say, sayFirst } from "../json-record.ts";
import { readSeconds } from "../local-time.ts";
import { readCount, readOptions } from "../options.ts";
import { sidesByLength } from "../sides-by-length.ts";
import { isNumberText } from "../values.ts";
import { readMoment } from "./times.ts";

const PAGE: JsonPage = {
  arrays: ["calls", "call_summaries"],
  members: [
    "end",
    "first_page_uri",
    "last_page_uri",
    "next_page_uri",
    "num_pages",
    "page",
    "page_size",
    "previous_page_uri",
    "start",
    "total",
    "uri",
    "meta",
  ],
  telling: ["sid", "call_sid", "start_time", "call_state"],
};

/** Calls of Twilio's interface, and the summaries of its Voice Insights (docs/drivers/twilio-calls-json.md). */
export const twilioCallsJson: Driver = {
  id: "twilio-calls-json",
  title: "Twilio calls, JSON",
  product: "pbx",
  formats: ["json"],
  framing: { kind: "json", pages: PAGE.arrays },
  options: [{ name: "extension-length", help: "Digits of the company's extensions, for calls over trunks" }],
  confirmed: {
    by: "real-records",
    note: "Every member that Twilio's specification names; read against its example of a call.",
  },
  configure(given) {
    const digits = readCount("extension-length", readOptions("twilio-calls-json", twilioCallsJson.options, given), 10);
    return (frame, context) => {
      const record = openRecord(frame, PAGE);
      return "node" in record ? readCall(callOf(record), digits, context) : record;
    };
  },
};

/** An event of Twilio carries the call in its `data`. */
function callOf(record: JsonRecord): JsonRecord {
  const data = jsonAt(record.node, "data");
  return data?.kind === "object" && data.fields.has("call_sid") ? { ...record, node: data } : record;
}

const STATES: Readonly<Record<string, Disposition | "goes on">> = {
  completed: "answered",
  answered: "answered",
  busy: "busy",
  "no-answer": "no-answer",
  noanswer: "no-answer",
  canceled: "no-answer",
  cancelled: "no-answer",
  failed: "failed",
  fail: "failed",
  undialed: "failed",
  queued: "goes on",
  initiated: "goes on",
  ringing: "goes on",
  "in-progress": "goes on",
};

function readCall(record: JsonRecord, digits: number | null, context: DecodeContext): Decoded {
  const status = sayFirst(record, "status", "call_state").toLowerCase().replaceAll("_", "-");
  const disposition = STATES[status];
  if (disposition === undefined) return { kind: "undefined", reason: "status: none that Twilio names" };
  if (disposition === "goes on") return { kind: "nothing", reason: "call goes on" };
  const written = sayFirst(record, "start_time", "date_created", "created_time");
  const startedAt = readMoment(written);
  if (startedAt === null) return { kind: "undefined", reason: "start: no date and time" };
  const span = sayFirst(record, "connect_duration", "duration");
  const seconds = span === "" ? 0 : readSeconds(span, 0, span.length);
  if (seconds < 0) return { kind: "undefined", reason: "duration: no number of seconds" };
  const direction = directionOf(sayFirst(record, "direction", "properties.direction"));
  const sid = sayFirst(record, "sid", "call_sid");
  const cents = readCents(say(record, "price"));
  const decoded: DecodedRecord = {
    kind: "call_history",
    callId: sid === "" ? null : sid,
    startedAt,
    durationSeconds: disposition === "answered" ? seconds : 0,
    ringSeconds: null,
    direction,
    disposition,
    extension: extensionOf(record, direction, digits ?? context.extensionDigits ?? null),
    queue: null,
    trunk: say(record, "trunk_sid") || null,
    // What Twilio takes is written as what the account loses.
    costCents: cents === null ? null : Math.abs(cents),
    partOf: null,
    values: readPeople(record),
  };
  return { kind: "records", records: [decoded] };
}

/** Of trunks: what terminates at Twilio goes out to the network, what originates there comes in. */
function directionOf(word: string): Direction | null {
  const plain = word.toLowerCase().replaceAll("_", "-");
  if (plain === "inbound" || plain === "trunking-originating") return "in";
  return plain.startsWith("outbound") || plain === "trunking-terminating" ? "out" : null;
}

const FROM = ["from", "from.caller", "from.caller_id"] as const;
const TO = ["to", "to.callee", "to.called"] as const;

/** An application's client, a SIP user of the company, or a number of the length of an extension. */
function extensionOf(record: JsonRecord, direction: Direction | null, digits: number | null): string | null {
  const [from, to] = [sayFirst(record, ...FROM), sayFirst(record, ...TO)];
  const own = direction === "out" ? from : direction === "in" ? to : "";
  const client = /^client:(.{1,100})$/i.exec(own)?.[1];
  if (client !== undefined) return client;
  const user = /^sips?:([^@;\s]{1,64})@/i.exec(own)?.[1];
  if (user !== undefined && !isNumberText(user)) return user;
  return sidesByLength(from, to, digits).extension;
}

/** Twilio spells callers that are not told on the keys of a telephone: ANONYMOUS is +266696687. */
const WITHHELD: ReadonlySet<string> = new Set(
  ["ANONYMOUS", "RESTRICTED", "UNAVAILABLE", "UNKNOWN", "BLOCKED", "PRIVATE"].map(keysOf),
);

function keysOf(word: string): string {
  return word.replaceAll(/[A-Z]/g, (letter) => "22233344455566677778889999".charAt(letter.charCodeAt(0) - 65));
}

/** Members that hold ids and addresses of the interface's own. */
const NOT_PEOPLE = new Set(["sid", "uri", "subresource_uris", "url", "tags"]);
const NOBODY_CALLED = new Set([...NOT_PEOPLE, "from", "from_formatted"]);

function readPeople(record: JsonRecord): DecodedValue[] {
  const values: DecodedValue[] = [];
  const isWithheld = WITHHELD.has(sayFirst(record, ...FROM).replace("+", ""));
  if (!isWithheld) for (const path of FROM) if (addMember(record, path, "calling", "phone", values)) break;
  for (const path of TO) if (addMember(record, path, "called", "phone", values)) break;
  if (/\d{3}|^(?:sips?|client):/i.test(say(record, "forwarded_from")))
    addMember(record, "forwarded_from", "redirecting", "phone", values);
  const name = say(record, "caller_name");
  if (isNumberText(name)) addMember(record, "caller_name", "caller", "phone", values);
  else addMember(record, "caller_name", "calling", "name", values);
  addStrangers(record, values, isWithheld ? NOBODY_CALLED : NOT_PEOPLE);
  return values;
}
