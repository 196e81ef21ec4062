import { instantOf } from "../calendar.ts";
import { type Cells, createCells, lineEnd } from "../cells.ts";
import type { DecodeContext, Decoded, Decoder, Driver, DriverOptions } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readCount, readOptions } from "../options.ts";
import { byteText, isBinaryFrame, isBlank } from "../text.ts";
import { type FrameText, isNumberText } from "../values.ts";
import { connectionId, type Fields, readCallFields, readFeatureFields } from "./fields.ts";
import { isFileRecord, readFileRecord } from "./file-record.ts";
import { joinLegs } from "./join.ts";
import { legOf, type Person } from "./leg.ts";
import { readLegTimes } from "./times.ts";

/** Cisco's voice gateways, CUBE and CallManager Express: `gw-accounting syslog` and `gw-accounting file` (docs/drivers/cisco-ios-syslog.md). */
export const ciscoIosSyslog: Driver = {
  id: "cisco-ios-syslog",
  title: "Cisco IOS gateways, CUBE and CME (syslog and file accounting)",
  product: "pbx",
  formats: ["log", "csv"],
  framing: { kind: "line" },
  options: [
    {
      name: "extension-length",
      help: "Digits of the company's extensions; without it two to five digits count as one",
    },
  ],
  confirmed: {
    by: "real-records",
    note: "Read against both legs of one call in Cisco's documentation; files after the documented order of their columns.",
  },
  configure,
  join: joinLegs,
};

function configure(given: DriverOptions): Decoder {
  const values = readOptions(ciscoIosSyslog.id, ciscoIosSyslog.options, given);
  const digits = readCount("extension-length", values, 15);
  const cells = createCells();
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a line of 64 KiB or more" };
    const text = byteText(frame);
    if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
    if (isBinaryFrame(frame)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
    return decodeLine({ frame, text }, cells, digits ?? context.extensionDigits ?? null, context);
  };
}

/** Whatever a relay writes before it: the record begins behind its name. */
const MARK = /VOIP_(CALL|FEAT)_HISTORY: ?/;

function decodeLine(line: FrameText, cells: Cells, extensionDigits: number | null, context: DecodeContext): Decoded {
  const { frame, text } = line;
  const mark = MARK.exec(text);
  if (mark === null) {
    if (isFileRecord(text)) return readFileRecord(line, cells, extensionDigits, context);
    // The log holds whatever the router writes; what looks like a damaged record is kept.
    return /VOIPAAA|ConnectionId|PeerAddress|DisconnectCause|FEAT_VSA|fcid:|(?:"[^"]{0,80}",){6}/.test(text)
      ? { kind: "undefined", reason: "mark: no name of a record" }
      : { kind: "nothing", reason: "another line of the log" };
  }
  const from = mark.index + mark[0].length;
  if (mark[1] === "FEAT")
    return readFeature(frame, readFeatureFields(text, from, lineEnd(text)), extensionDigits, context);
  return readCall(frame, readCallFields(text, from, lineEnd(text)), extensionDigits, context);
}

function textIn(fields: Fields, name: string): string {
  return fields.get(name)?.text ?? "";
}

function readCall(frame: Uint8Array, fields: Fields, extensionDigits: number | null, context: DecodeContext): Decoded {
  const times = readLegTimes(
    {
      setup: textIn(fields, "setuptime"),
      connect: textIn(fields, "connecttime"),
      disconnect: textIn(fields, "disconnecttime"),
    },
    context.timeZone,
  );
  if (times === undefined) return { kind: "undefined", reason: "start: no date and time" };
  if (!fields.has("setuptime") && !fields.has("disconnecttime"))
    return { kind: "undefined", reason: "start: no date and time" };
  const origin = textIn(fields, "callorigin");
  if (!/^[123]$/.test(origin)) return { kind: "undefined", reason: "origin: neither 1 nor 2" };
  const call = connectionId(textIn(fields, "connectionid"));
  const isCalled = origin === "1";
  const startedAt = times.setup ?? context.receivedAt;
  const leg = legOf({
    frame,
    call,
    origin: isCalled ? "originate" : "answer",
    leg: `${textIn(fields, "calllegtype")} ${startedAt.getTime()}`,
    startedAt,
    times,
    cause: textIn(fields, "disconnectcause"),
    persons: callPersons(fields, isCalled),
    extensionDigits,
  });
  return call === null ? { kind: "records", records: [leg.record] } : { kind: "leg", leg };
}

function callPersons(fields: Fields, isCalled: boolean): Person[] {
  const persons: Person[] = [];
  const peer = fields.get("peeraddress");
  if (peer !== undefined) persons.push({ field: peer, role: isCalled ? "called" : "calling" });
  const role = isCalled ? "dialled" : "caller";
  for (const [name, field] of fields) {
    const isOther = name === "peersubaddress" || /number|calling|called|user|clid|dnis/.test(name);
    if (isOther && isNumberText(field.text, 3)) persons.push({ field, role });
  }
  return persons;
}

/** What a feature names: numbers by their part in it, and further ones as the caller's. */
const FEATURE_ROLES: Readonly<Record<string, Person["role"]>> = {
  cgn: "calling",
  cdn: "called",
  fwder: "redirecting",
  frm: "redirecting",
  fwdee: "caller",
  fwdto: "transferred",
  xto: "transferred",
  xor: "redirecting",
  xee: "caller",
};

/** Names of a feature that hold no number of anybody. */
const NO_NUMBERS = /^(?:fn|ft|frs|fid|fcid|legid|frson|fdcnt|bguid|cip|etag|erl|erln|hts|rts|dur.*|.*time|.*id)$/;

function readFeature(
  frame: Uint8Array,
  fields: Fields,
  extensionDigits: number | null,
  context: DecodeContext,
): Decoded {
  const startedAt = featureTime(textIn(fields, "ft"), context);
  if (startedAt === null) return { kind: "undefined", reason: "start: no date and time" };
  // The billing id is the call's own; the other may be that of a leg which the feature began.
  const call = connectionId(textIn(fields, "bguid")) ?? connectionId(textIn(fields, "fcid"));
  const persons: Person[] = [];
  for (const [name, field] of fields) {
    const role = FEATURE_ROLES[name];
    if (role !== undefined) persons.push({ field, role });
    else if (!NO_NUMBERS.test(name) && isNumberText(field.text, 3)) persons.push({ field, role: "caller" });
  }
  const leg = legOf({
    frame,
    call,
    origin: "feature",
    leg: `${textIn(fields, "fn")} ${textIn(fields, "fid")} ${textIn(fields, "legid")}`,
    startedAt,
    times: null,
    cause: "",
    persons,
    extensionDigits,
  });
  return call === null ? { kind: "records", records: [leg.record] } : { kind: "leg", leg };
}

/** `12/16/2010 10:14:59.190`, month first, in the router's time. */
function featureTime(text: string, context: DecodeContext): Date | null {
  const match = /^[*.]?(\d\d)\/(\d\d)\/(\d{4}) +(\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?$/.exec(text);
  if (match === null) return null;
  const [month, day, year, hour, minute, second] = match.slice(1).map(Number);
  if (month === undefined || day === undefined || hour === undefined || minute === undefined) return null;
  return instantOf({ year: year ?? null, month, day, hour, minute, second: second ?? 0 }, context);
}
