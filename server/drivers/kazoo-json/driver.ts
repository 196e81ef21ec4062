import type { Direction, Disposition } from "../../domain/codes.ts";
import type { DecodeContext, Decoded, DecodedRecord, Driver } from "../driver.ts";
import type { JsonNode } from "../json-offsets.ts";
import { type JsonPage, type JsonRecord, openRecord, say, sayFirst } from "../json-record.ts";
import { readSeconds } from "../local-time.ts";
import { readCount, readOptions } from "../options.ts";
import { sidesByLength } from "../sides-by-length.ts";
import { joinBridged } from "./join.ts";
import { readPeople, userOf } from "./people.ts";

const PAGE: JsonPage = {
  arrays: ["data"],
  members: [
    "auth_token",
    "next_start_key",
    "node",
    "page_size",
    "request_id",
    "revision",
    "start_key",
    "status",
    "timestamp",
    "tokens",
    "version",
  ],
  telling: ["call_id", "hook_event", "call_direction", "Call-ID", "Call-Direction"],
};

/** Legs of calls as 2600Hz Kazoo tells them: its web hook and its call detail records (docs/drivers/kazoo-json.md). */
export const kazooJson: Driver = {
  id: "kazoo-json",
  title: "2600Hz Kazoo, legs of calls",
  product: "pbx",
  formats: ["json"],
  framing: { kind: "json", pages: PAGE.arrays },
  options: [
    {
      name: "time",
      help: "What the timestamp is, where no creation of the channel is told",
      values: ["start", "end"],
      default: "start",
    },
    { name: "extension-length", help: "Digits of the company's extensions; two to five without" },
  ],
  confirmed: {
    by: "real-records",
    note: "Every member of Kazoo's schema of call detail records; read against the sample of its web hook.",
  },
  configure(given) {
    const values = readOptions("kazoo-json", kazooJson.options, given);
    const settings = { atEnd: values.time === "end", digits: readCount("extension-length", values, 10) };
    return (frame, context) => {
      const record = openRecord(frame, PAGE);
      return "node" in record ? readLeg(inHookNames(record), settings, context) : record;
    };
  },
  join: joinBridged,
};

interface Settings {
  readonly atEnd: boolean;
  readonly digits: number | null;
}

/** On its message bus Kazoo writes `Call-ID` and `Billing-Seconds` for what the hook calls `call_id` and `billing_seconds`. */
function inHookNames(record: JsonRecord): JsonRecord {
  const { node } = record;
  if (node.kind !== "object" || !node.fields.has("Call-ID")) return record;
  const fields = new Map<string, JsonNode>();
  for (const [name, field] of node.fields) fields.set(name.toLowerCase().replaceAll("-", "_"), field);
  return { ...record, node: { kind: "object", fields } };
}

/** What else the hook tells of a leg, before it ends. */
const OTHER_EVENTS = new Set(["channel_create", "channel_answer", "channel_bridge", "channel_disconnected", "parking"]);

function readLeg(record: JsonRecord, settings: Settings, context: DecodeContext): Decoded {
  const event = sayFirst(record, "hook_event", "event_name").toLowerCase();
  if (OTHER_EVENTS.has(event)) return { kind: "nothing", reason: "hook event that ends no leg" };
  if (event !== "" && event !== "channel_destroy") return { kind: "undefined", reason: "hook-event: none of a leg" };
  const callId = sayFirst(record, "call_id", "id");
  if (callId === "") return { kind: "undefined", reason: "call-id: missing" };
  const [talk, span, ring] = [["billing_seconds"], ["duration_seconds"], ["ringing_seconds"]].map(([name]) =>
    secondsOf(record, name ?? ""),
  );
  if (talk === undefined || span === undefined || ring === undefined)
    return { kind: "undefined", reason: "seconds: no number" };
  const startedAt = startOf(record, settings.atEnd ? (span ?? talk ?? 0) : 0);
  if (startedAt === null) return { kind: "undefined", reason: "timestamp: no seconds since the year 0" };
  const seconds = talk ?? span ?? 0;
  const cause = say(record, "hangup_cause").toUpperCase();
  const isAnswered = talk === null ? seconds > 0 && cause === "NORMAL_CLEARING" : seconds > 0;
  const sides = sidesOf(record, settings.digits ?? context.extensionDigits ?? null);
  const decoded: DecodedRecord = {
    kind: "call_history",
    callId,
    startedAt,
    durationSeconds: isAnswered ? seconds : 0,
    ringSeconds: ring,
    ...sides,
    disposition: isAnswered ? "answered" : unanswered(cause, say(record, "hangup_code")),
    queue: null,
    trunk: sayFirst(record, "local_resource_id", "resource_id") || null,
    costCents: null,
    partOf: null,
    values: readPeople(record),
  };
  const other = say(record, "other_leg_call_id");
  const key = say(record, "interaction_id") || (other === "" ? "" : [callId, other].sort().join(" "));
  if (key === "" || key.length > 400) return { kind: "records", records: [decoded] };
  const part = `${say(record, "call_direction") || "leg"} ${callId}`;
  return { kind: "leg", leg: { call: key, part, record: decoded } };
}

/** Null when it is missing; undefined when it is none. */
function secondsOf(record: JsonRecord, name: string): number | null | undefined {
  const text = say(record, name);
  if (text === "") return null;
  const seconds = readSeconds(text, 0, text.length);
  return seconds < 0 ? undefined : seconds;
}

/** Seconds from the first day of the year 0 to that of 1970, as Erlang counts them. */
const GREGORIAN_EPOCH = 62_167_219_200;

/** The channel's creation in microseconds of 1970; else the timestamp of the record. */
function startOf(record: JsonRecord, back: number): Date | null {
  const created = say(record, "channel_created_time");
  if (/^\d{15,16}$/.test(created)) return new Date(Math.floor(Number(created) / 1_000));
  const text = sayFirst(record, "timestamp", "created");
  if (!/^\d{11}$/.test(text)) return null;
  const seconds = Number(text) - GREGORIAN_EPOCH - back;
  return seconds >= 0 && seconds < 7_258_118_400 ? new Date(seconds * 1_000) : null;
}

/**
 * Directions are seen from the switch: a leg that comes in from a phone of the company is a call out, or within. Who is a
 * phone of the company is told by what authorised the leg.
 */
function sidesOf(record: JsonRecord, digits: number | null): Pick<DecodedRecord, "direction" | "extension"> {
  const calling = say(record, "caller_id_number") || userOf(say(record, "from"));
  const called = userOf(sayFirst(record, "request", "to")) || say(record, "callee_id_number");
  const byLength = sidesByLength(calling, called, digits);
  const inward = say(record, "call_direction").toLowerCase();
  if (inward !== "inbound" && inward !== "outbound") return byLength;
  if (byLength.direction === "internal" || say(record, "is_internal_leg") === "true")
    return { direction: "internal", extension: byLength.extension };
  const type = say(record, "authorizing_type").toLowerCase();
  const isPhone = say(record, "authorizing_id") !== "" && type !== "resource" && type !== "account";
  const direction: Direction = isPhone === (inward === "inbound") ? "out" : "in";
  return { direction, extension: byLength.extension };
}

const BUSY = new Set(["USER_BUSY"]);
const NOBODY = new Set(
  "NORMAL_CLEARING NORMAL_UNSPECIFIED NO_ANSWER NO_USER_RESPONSE ORIGINATOR_CANCEL ALLOTTED_TIMEOUT CALL_REJECTED LOSE_RACE PICKED_OFF PROGRESS_TIMEOUT MEDIA_TIMEOUT ATTENDED_TRANSFER BLIND_TRANSFER".split(
    " ",
  ),
);

function unanswered(cause: string, code: string): Disposition {
  if (BUSY.has(cause) || code === "sip:486" || code === "sip:600") return "busy";
  return cause === "" || NOBODY.has(cause) ? "no-answer" : "failed";
}
