import type { Role } from "../../domain/codes.ts";
import { codecNamed, measured, qualityOf } from "../../domain/quality.ts";
import type { DecodeContext, DecodedRecord, DecodedValue } from "../driver.ts";
import { readLocalTime, readSeconds } from "../local-time.ts";
import { type FrameText, isNumberText } from "../values.ts";
import { dispositionOf } from "./disposition.ts";
import { addCallerId, addDialled, addName, addNumber, addRung, addTransferred, type Part } from "./parts.ts";
import { type Site, sidesOf } from "./sides.ts";

/** A leg's variables and caller profiles, in whatever notation the record has. */
export interface Leg extends FrameText {
  /** A channel variable. */
  variable(name: string): Part | null;
  /** A field of the caller's profile: of the newest callflow as it stood at the end, of the oldest as the call came. */
  profile(name: string, which: "newest" | "oldest"): Part | null;
  /** The field of every other profile in the record: of the legs it called, of the one that called it. */
  others(name: string): readonly Part[];
}

/** The call as the leg tells it, or why it tells none. */
export function readCall(leg: Leg, site: Site, context: DecodeContext): DecodedRecord | string {
  const talk = secondsOf(leg, "billsec", "billmsec");
  if (talk === null) return "duration: no number of seconds";
  const total = secondsOf(leg, "duration", "mduration");
  const startedAt = startOf(leg, total, talk, context.timeZone);
  if (startedAt === null) return "start: no date and time";
  const outbound = textOf(leg, "direction") === "outbound";
  const values = readValues(leg, outbound);
  const side = (role: Role) => values.find((value) => value.role === role && value.class === "phone")?.text ?? "";
  const sides = sidesOf(
    {
      calling: side("calling"),
      called: side("called"),
      context: (leg.profile("context", "oldest") ?? leg.variable("context"))?.text ?? "",
      outbound,
      channel: textOf(leg, "channel_name"),
      bridged: textOf(leg, "bridge_channel"),
    },
    site,
    context,
  );
  const uuid = uuidOf(leg);
  return {
    kind: "call_history",
    callId: uuid === "" ? null : uuid,
    startedAt,
    durationSeconds: talk,
    ringSeconds: total === null || total < talk ? null : total - talk,
    direction: sides.direction,
    disposition: dispositionOf(isAnswered(leg, talk), textOf(leg, "hangup_cause")),
    extension: sides.extension,
    queue: queueOf(leg),
    trunk: trunkOf(leg) ?? sides.trunk,
    costCents: null,
    partOf: null,
    ...soundOf(leg),
    values,
  };
}

export function textOf(leg: Leg, name: string): string {
  return leg.variable(name)?.text ?? "";
}

/** How what arrived on this leg sounded. Packets that the switch skipped are no lost ones, so that loss is not told. */
function soundOf(leg: Leg): Pick<DecodedRecord, "quality"> {
  const mos = measured(textOf(leg, "rtp_audio_in_mos"));
  const quality = qualityOf({
    mosHundredths: mos === null ? null : mos * 100,
    codec: codecNamed(textOf(leg, "read_codec") || textOf(leg, "rtp_use_codec_name")),
  });
  return quality === null ? {} : { quality };
}

export function uuidOf(leg: Leg): string {
  return (leg.variable("uuid") ?? leg.profile("uuid", "newest"))?.text ?? "";
}

/** Null when neither is a number of seconds. */
function secondsOf(leg: Leg, name: string, milliseconds: string): number | null {
  const text = textOf(leg, name);
  const seconds = readSeconds(text, 0, text.length);
  if (seconds >= 0) return seconds;
  const thousandths = textOf(leg, milliseconds);
  return text === "" && /^\d{1,12}$/.test(thousandths) ? Math.round(Number(thousandths) / 1000) : null;
}

/** Seconds or microseconds since 1970, else local time. A template without the start has the answer, or at least the end. */
function startOf(leg: Leg, total: number | null, talk: number, timeZone: string): Date | null {
  const epoch = epochOf(textOf(leg, "start_epoch")) ?? epochOf(textOf(leg, "start_uepoch"));
  if (epoch !== null) return epoch;
  for (const name of ["start_stamp", "answer_stamp"]) {
    const stamp = textOf(leg, name);
    if (stamp !== "") return readLocalTime(stamp, 0, stamp.length, timeZone);
  }
  const end = textOf(leg, "end_stamp");
  const endedAt = readLocalTime(end, 0, end.length, timeZone);
  return endedAt === null ? null : new Date(endedAt.getTime() - (total ?? talk) * 1_000);
}

function epochOf(text: string): Date | null {
  if (/^\d{16}$/.test(text)) return new Date(Math.trunc(Number(text) / 1_000));
  return /^\d{9,10}$/.test(text) ? new Date(Number(text) * 1_000) : null;
}

function isAnswered(leg: Leg, talk: number): boolean {
  const epoch = textOf(leg, "answer_epoch");
  return talk > 0 || textOf(leg, "answer_stamp") !== "" || (epoch !== "" && epoch !== "0" && epochOf(epoch) !== null);
}

function queueOf(leg: Leg): string | null {
  const queue = textOf(leg, "cc_queue");
  return queue === "" ? null : (queue.split("@", 1)[0] ?? null);
}

function trunkOf(leg: Leg): string | null {
  const gateway = textOf(leg, "sip_gateway_name") || textOf(leg, "sip_gateway");
  return gateway === "" ? null : gateway;
}

/** Variables in which another number of the caller, of the called or of somebody between them stands. */
const NUMBERS: readonly (readonly [string, Role])[] = [
  ["rdnis", "redirecting"],
  ["sip_rdnis", "redirecting"],
  ["original_caller_id_number", "caller"],
  ["effective_caller_id_number", "caller"],
  ["origination_caller_id_number", "caller"],
  ["sip_from_user", "caller"],
  ["sip_from_user_stripped", "caller"],
  ["sip_contact_user", "caller"],
  ["outbound_caller_id_number", "caller"],
  ["caller_destination", "dialled"],
  ["sip_req_user", "dialled"],
  ["sip_to_user", "dialled"],
  ["dialed_user", "dialled"],
  ["digits_dialed", "dialled"],
  ["effective_callee_id_number", "dialled"],
  ["last_sent_callee_id_number", "dialled"],
  ["callee_id_number", "dialled"],
];
const NAMES: readonly (readonly [string, Role])[] = [
  ["original_caller_id_name", "calling"],
  ["effective_caller_id_name", "calling"],
  ["origination_caller_id_name", "calling"],
  ["sip_from_display", "calling"],
  ["effective_callee_id_name", "called"],
  ["last_sent_callee_id_name", "called"],
  ["callee_id_name", "called"],
  ["sip_to_display", "called"],
];

const PROFILE_NUMBERS: readonly (readonly [string, Role])[] = [
  ["destination_number", "dialled"],
  ["callee_id_number", "dialled"],
  ["caller_id_number", "caller"],
  ["ani", "caller"],
  ["rdnis", "redirecting"],
];
const PROFILE_NAMES: readonly (readonly [string, Role])[] = [
  ["callee_id_name", "called"],
  ["caller_id_name", "calling"],
];
/** What `others` of a leg is asked for. */
export const OTHERS: ReadonlySet<string> = new Set([...PROFILE_NUMBERS, ...PROFILE_NAMES].map(([name]) => name));

/** Addresses and data of applications, with numbers in them. */
const ADDRESSES: readonly (readonly [string, Role])[] = [
  ["sip_P-Asserted-Identity", "caller"],
  ["sip_h_P-Asserted-Identity", "caller"],
  ["sip_from_uri", "caller"],
  ["sip_h_Diversion", "redirecting"],
  ["sip_h_History-Info", "redirecting"],
  ["sip_redirected_to", "transferred"],
  ["last_arg", "dialled"],
  ["channel_name", "dialled"],
  ["bridge_channel", "dialled"],
  ["current_application_data", "dialled"],
  ["sip_to_uri", "dialled"],
  ["sip_req_uri", "dialled"],
];

/** On an outbound leg `caller_id_number` is what was shown to the called, or the dialled number itself: `ani` is the caller. */
function readValues(leg: Leg, outbound: boolean): DecodedValue[] {
  const values: DecodedValue[] = [];
  const newest = (name: string) => leg.profile(name, "newest") ?? leg.variable(name);
  const ani = newest("ani");
  const shown = newest("caller_id_number");
  addNumber(outbound ? (ani ?? shown) : (shown ?? ani), "calling", values);
  addNumber(newest("destination_number"), "called", values);
  addNumber(leg.profile("destination_number", "oldest"), "dialled", values);
  for (const part of [shown, ani, leg.profile("caller_id_number", "oldest")]) addNumber(part, "caller", values);
  addName(newest("caller_id_name"), "calling", values);
  addCallerId(leg.variable("caller_id"), leg, values);
  for (const [name, role] of NUMBERS) addNumber(newest(name), role, values);
  for (const [name, role] of NAMES) addName(newest(name), role, values);
  for (const [name, role] of PROFILE_NUMBERS) for (const part of leg.others(name)) addNumber(part, role, values);
  for (const [name, role] of PROFILE_NAMES) for (const part of leg.others(name)) addName(part, role, values);
  addRung(leg.variable("originated_legs"), leg, values);
  for (const name of ["transfer_history", "transfer_source"]) addTransferred(leg.variable(name), leg, values);
  for (const [name, role] of ADDRESSES) addDialled(leg.variable(name), leg, role, values);
  for (const name of ["accountcode", "userfield", "call_clientcode"]) {
    const part = leg.variable(name);
    if (part !== null && isNumberText(part.text)) addNumber(part, "redirecting", values);
  }
  return values;
}
