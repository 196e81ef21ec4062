import type { Disposition } from "../../domain/codes.ts";
import { type Codec, qualityOf } from "../../domain/quality.ts";
import type { Decoded, DecodedRecord } from "../driver.ts";
import { ofQ850 } from "../q850.ts";
import { GOES_ON } from "./join.ts";
import { readPersons } from "./persons.ts";
import { instantIn, isBridge, numberIn, type Row, textIn } from "./row.ts";
import { readSides, type SiteRules } from "./sides.ts";

/** One leg of a call: a call detail record. */
export function readCall(row: Row, rules: SiteRules): Decoded {
  if (isRecording(row)) return { kind: "nothing", reason: "a leg of a recorder or a bridge" };
  const times = readTimes(row);
  if (times === null) return { kind: "undefined", reason: "start: no number of seconds" };
  const talk = numberIn(row, "duration");
  if (talk < 0 || talk > 2_147_483_647) return { kind: "undefined", reason: "duration: no number of seconds" };
  const { connect, disconnect } = times;
  const startedAt = times.origination ?? connect ?? disconnect;
  if (startedAt === null) return { kind: "undefined", reason: "start: no number of seconds" };
  const rung = connect ?? disconnect;
  const answered = talk > 0 || connect !== null;
  const pilot = textIn(row, "huntpilotdn");
  const call = callKey(row);
  const record: DecodedRecord = {
    kind: "call_history",
    callId: call,
    startedAt,
    durationSeconds: talk,
    ringSeconds: rung === null ? null : Math.max(0, Math.round((rung.getTime() - startedAt.getTime()) / 1_000)),
    ...readSides(row, rules),
    disposition: answered ? "answered" : causeOf(row),
    queue: pilot === "" ? null : pilot,
    costCents: null,
    partOf: null,
    ...codecOf(row),
    values: readPersons(row),
  };
  if (call === null) return { kind: "records", records: [record] };
  return { kind: "leg", leg: { call, part: `leg ${legOf(row)}${isSplit(row) ? GOES_ON : ""}`, record } };
}

/** Null where a time is none. 0 and nothing both say that it never came so far. */
function readTimes(row: Row) {
  const origination = instantIn(row, "datetimeorigination");
  const connect = instantIn(row, "datetimeconnect");
  const disconnect = instantIn(row, "datetimedisconnect");
  if (origination === undefined || connect === undefined || disconnect === undefined) return null;
  return { origination, connect, disconnect };
}

/** What all legs of a call share; null where the id is missing. */
export function callKey(row: Row): string | null {
  const [cluster, manager] = [textIn(row, "globalcallid_clusterid"), textIn(row, "globalcallid_callmanagerid")];
  const id = textIn(row, "globalcallid_callid");
  return id === "" || id === "0" ? null : [cluster, manager, id].filter((each) => each !== "").join("/");
}

function legOf(row: Row): string {
  return `${textIn(row, "origlegcallidentifier")}-${textIn(row, "destlegidentifier")} ${textIn(row, "pkid")}`.trim();
}

/**
 * A telephone that sends its sound to a recorder calls it from a bridge, and bridges call one another. A bridge that calls
 * somebody on behalf of a conference (4), a transfer (10) or a barge (15) is part of a call.
 */
function isRecording(row: Row): boolean {
  if (!isBridge(textIn(row, "callingpartynumber"))) return false;
  const behalf = numberIn(row, "lastredirectredirectonbehalfof");
  return isBridge(textIn(row, "finalcalledpartynumber")) || (behalf !== 4 && behalf !== 10 && behalf !== 15);
}

/** Cisco's own cause of a leg that goes on elsewhere: the call was split, for a transfer or a conference. */
const SPLIT = 393_216;

function isSplit(row: Row): boolean {
  return numberIn(row, "origcause_value") === SPLIT || numberIn(row, "destcause_value") === SPLIT;
}

/** Either side tells it; Cisco's own causes lie above those of Q.850. */
function causeOf(row: Row): Disposition {
  const causes = [numberIn(row, "destcause_value"), numberIn(row, "origcause_value")];
  if (causes.includes(17)) return "busy";
  return ofQ850(causes.find((cause) => cause > 0 && cause !== 16 && cause <= 127) ?? 0);
}

/** Cisco's numbers of codecs. */
const PAYLOADS: ReadonlyMap<number, Codec> = new Map([
  ...[2, 3].map((code) => [code, "G.711 A-law"] as const),
  ...[4, 5].map((code) => [code, "G.711 µ-law"] as const),
  ...[6, 7, 8].map((code) => [code, "G.722"] as const),
  [9, "G.723.1"],
  [10, "G.728"],
  ...[11, 12, 15, 16].map((code) => [code, "G.729"] as const),
  ...[18, 19, 20, 80].map((code) => [code, "GSM"] as const),
  ...[40, 41].map((code) => [code, "G.722.1"] as const),
  ...[42, 43].map((code) => [code, "AAC-LD"] as const),
  ...[82, 83, 84].map((code) => [code, "G.726"] as const),
  [86, "iLBC"],
  [89, "iSAC"],
  [90, "Opus"],
  [97, "AMR"],
  [98, "AMR-WB"],
]);

function codecOf(row: Row): Pick<DecodedRecord, "quality"> {
  const payloads = ["destmediacap_payloadcapability", "origmediacap_payloadcapability"];
  const codec = payloads.map((name) => PAYLOADS.get(numberIn(row, name))).find((each) => each !== undefined);
  return codec === undefined ? {} : { quality: qualityOf({ codec }) };
}
