import type { Disposition } from "../../domain/codes.ts";
import { codecNamed, lossPermille, qualityOf } from "../../domain/quality.ts";
import type { DecodeContext, Decoded, DecodedRecord, Decoder, Driver, DriverOptions } from "../driver.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readCount, readOptions } from "../options.ts";
import { sidesByLength } from "../sides-by-length.ts";
import { byteText, isBinaryFrame, isBlank } from "../text.ts";
import { type Attribute, Attributes, readAttributes } from "./attributes.ts";
import { readCause } from "./causes.ts";
import { headOf, recordLines } from "./framing.ts";
import { joinSessions, type Part, partText } from "./join.ts";
import { readPersons } from "./numbers.ts";
import { readTimes, type Times } from "./times.ts";

/** RADIUS accounting of calls (RFC 2866) with the attributes of Cisco and its kind (docs/drivers/cisco-radius-voip.md). */
export const ciscoRadiusVoip: Driver = {
  id: "cisco-radius-voip",
  title: "RADIUS accounting of calls (Cisco, Eltex, GnuGk, Kamailio)",
  product: "pbx",
  formats: ["attributes", "detail"],
  framing: { kind: "lines", belongs: recordLines },
  options: [
    {
      name: "extension-length",
      help: "Digits of the company's extensions; without it two to five digits count as one",
    },
  ],
  confirmed: {
    by: "real-records",
    note: "Start and Stop of a GNU gatekeeper; the attributes of Cisco and Eltex after their documentation.",
  },
  configure,
  join: joinSessions,
};

interface Settings {
  readonly extensionDigits: number | null;
}

function configure(given: DriverOptions): Decoder {
  const values = readOptions(ciscoRadiusVoip.id, ciscoRadiusVoip.options, given);
  const settings = { extensionDigits: readCount("extension-length", values, 10) };
  return (frame, context) => {
    if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
    const text = byteText(frame);
    if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
    if (isBinaryFrame(frame)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
    return decodeAttributes(readAttributes(frame, text), headOf(text), settings, context);
  };
}

/** A record's attributes, from text or from a packet; `head` is what stands above them in text. */
export function decodeAttributes(
  all: readonly Attribute[],
  head: string,
  settings: Settings,
  context: DecodeContext,
): Decoded {
  const attributes = new Attributes(all);
  if (/\bAccess-(?:Request|Accept|Reject|Challenge)\b|\bAccounting-Response\b/.test(head))
    return { kind: "nothing", reason: "no accounting request" };
  if (all.length === 0) return { kind: "undefined", reason: "attributes: none" };
  const status = statusOf(attributes.text("acct-status-type"));
  if (status === undefined) return { kind: "undefined", reason: "status: no word that is known" };
  if (status === null) return { kind: "nothing", reason: "a device was switched on or off" };
  if (isNetworkAccess(attributes)) return { kind: "nothing", reason: "access to a network and no call" };
  const times = readTimes(attributes, head, context);
  if (times === undefined) return { kind: "undefined", reason: "start: no date and time" };
  const talk = attributes.number("acct-session-time");
  if (talk === null && attributes.text("acct-session-time") !== null)
    return { kind: "undefined", reason: "duration: no number of seconds" };
  const session = sessionOf(attributes);
  const call = callOf(attributes) ?? session;
  if (call === null || session === null) return { kind: "undefined", reason: "session: no id" };
  const record = readRecord(attributes, status, times, talk, settings, context);
  const timeless = status === "stop" && talk === null && (times.connect === null || times.disconnect === null);
  const part = { status, timeless, origin: originOf(attributes), session };
  return { kind: "leg", leg: { call, part: partText(part), record: { ...record, callId: call } } };
}

/** Null for what is no call, undefined for a word that nobody writes. */
function statusOf(word: string | null): Part["status"] | null | undefined {
  switch (word?.toLowerCase()) {
    case "start":
    case "1":
      return "start";
    case "stop":
    case "2":
    case "failed":
    case "15":
      return "stop";
    case "interim-update":
    case "interim":
    case "alive":
    case "3":
      return "interim";
    case "accounting-on":
    case "accounting-off":
    case "7":
    case "8":
      return null;
    default:
      return /^(?:tunnel-[a-z-]*|9|1[0-4])$/i.test(word ?? "") ? null : undefined;
  }
}

/** Wireless networks, VPNs and modems account in the same way; what they call a station is a device. */
function isNetworkAccess(attributes: Attributes): boolean {
  if (attributes.all.some(({ name }) => /^(?:h323|xpgk|gw|sip)-/.test(name))) return false;
  return (
    /^(?:framed|2$|outbound|5$)/i.test(attributes.text("service-type") ?? "") ||
    attributes.text("framed-protocol") !== null ||
    /wireless|ethernet|virtual-vpn/i.test(attributes.text("nas-port-type") ?? "")
  );
}

/** Session ids are the device's own. */
function sessionOf(attributes: Attributes): string | null {
  const session = attributes.text("acct-session-id", "acct-unique-session-id");
  const device = attributes.text(
    "nas-identifier",
    "nas-ip-address",
    "nas-ipv6-address",
    "client-ip-address",
    "h323-gw-id",
  );
  return session === null ? null : `${device ?? ""}/${session}`.replace(/\s+/g, "-");
}

/** The conference id is the call's through all gateways, however its blanks and letters are written. */
function callOf(attributes: Attributes): string | null {
  const id = attributes.text("h323-conf-id", "h323-incoming-conf-id", "h323-call-id");
  const plain = id?.replace(/\s+/g, "").toUpperCase() ?? "";
  return /^0*$/.test(plain) ? null : plain;
}

function originOf(attributes: Attributes): string {
  const origin = attributes.text("h323-call-origin")?.toLowerCase() ?? "";
  return /^(?:answer|originate|proxy)$/.test(origin) ? origin : "";
}

function readRecord(
  attributes: Attributes,
  status: Part["status"],
  times: Times,
  talk: number | null,
  settings: Settings,
  context: DecodeContext,
): DecodedRecord {
  const { setup, connect, disconnect, event } = times;
  const durationSeconds = talk ?? (connect === null || disconnect === null ? 0 : seconds(connect, disconnect));
  const before = status === "start" || talk === null ? 0 : talk * 1_000;
  const answered = durationSeconds > 0 || (status !== "stop" && connect !== null);
  const rung = answered ? connect : disconnect;
  const digits = settings.extensionDigits ?? context.extensionDigits ?? null;
  const [calling, called] = [attributes.text("calling-station-id"), attributes.text("called-station-id")];
  return {
    kind: "call_history",
    callId: null,
    startedAt: setup ?? connect ?? new Date(event.getTime() - before),
    durationSeconds,
    ringSeconds: setup === null || rung === null ? null : seconds(setup, rung),
    ...sidesByLength(calling, called, digits),
    disposition: dispositionOf(attributes, status, answered),
    queue: null,
    trunk: attributes.text("in-trunkgroup-label", "out-trunkgroup-label", "trunk-group-label", "h323-remote-id"),
    costCents: null,
    partOf: null,
    ...soundOf(attributes),
    values: readPersons(attributes),
  };
}

/** Cisco's attributes of a gateway; MOS is none of them (its voice quality is the impairment ICPIF). */
function soundOf(attributes: Attributes): Pick<DecodedRecord, "quality"> {
  const codec = attributes.text("coder-type-rate", "h323-coder-type", "codec");
  const quality = qualityOf({
    latencyMs: attributes.number("round-trip-delay"),
    lossPermille: lossPermille(attributes.number("lost-packets"), attributes.number("acct-input-packets")),
    codec: codec === null ? null : codecNamed(codec),
  });
  return quality === null ? {} : { quality };
}

function dispositionOf(attributes: Attributes, status: Part["status"], answered: boolean): Disposition | null {
  if (answered) return "answered";
  return status === "stop" ? readCause(attributes) : null;
}

function seconds(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000));
}
