import type { Disposition } from "../../domain/codes.ts";
import { codecNamed, lossPermille, measured, qualityOf } from "../../domain/quality.ts";
import type { DecodeContext, Decoded, DecodedRecord } from "../driver.ts";
import { readH323Time } from "../h323-time.ts";
import { sidesByLength } from "../sides-by-length.ts";
import { ofSipAnswer } from "../sip-answer.ts";
import { type Part, partText } from "./join.ts";
import { isBroken, readPersons, userOf } from "./persons.ts";
import { type Row, textIn } from "./row.ts";

export interface Settings {
  readonly extensionDigits: number | null;
  /** How many of the duration's units make a second. */
  readonly unitsPerSecond: number;
}

export function readLeg(row: Row, stage: Part["stage"], settings: Settings, context: DecodeContext): Decoded {
  if (isBroken(row)) return { kind: "undefined", reason: "pieces: a number is broken over two messages" };
  const setup = timeIn(row, "setuptime", context);
  const connect = timeIn(row, "connecttime", context);
  const release = timeIn(row, "releasetime", context);
  if (setup === undefined || connect === undefined || release === undefined)
    return { kind: "undefined", reason: "start: no date and time" };
  const startedAt = setup ?? connect ?? release;
  if (startedAt === null) return { kind: "undefined", reason: "start: no date and time" };
  const written = textIn(row, "duration");
  if (!/^\d{0,12}$/.test(written)) return { kind: "undefined", reason: "duration: no number" };
  const talk = Math.min(2_147_483_647, Math.round(Number(written) / settings.unitsPerSecond));
  const rung = connect ?? release;
  const [calling, called] = [sideOf(row, CALLING, settings), sideOf(row, CALLED, settings)];
  const call = [textIn(row, "sessionid"), textIn(row, "sipcallid")].find((id) => id !== "" && id !== "0") ?? null;
  const group = textIn(row, "ipgroup");
  const record: DecodedRecord = {
    kind: "call_history",
    callId: call,
    startedAt,
    durationSeconds: stage === "end" ? talk : 0,
    ringSeconds: rung === null ? null : Math.max(0, Math.round((rung.getTime() - startedAt.getTime()) / 1_000)),
    direction: calling === null ? (called === null ? null : "in") : called === null ? "out" : "internal",
    disposition: dispositionOf(row, stage, talk > 0 || connect !== null),
    extension: calling ?? called,
    queue: null,
    trunk: group === "" ? null : group,
    costCents: null,
    partOf: null,
    ...soundOf(row),
    values: readPersons(row),
  };
  if (call === null) return { kind: "records", records: [record] };
  const leg = textIn(row, "legid") || textIn(row, "sipcallid") || textIn(row, "orig") || "1";
  return {
    kind: "leg",
    leg: { call, part: partText({ stage, calling: calling !== null, called: called !== null, leg }), record },
  };
}

/** Gateways write it with the end of a call, scores in tenths (127: not known). Their jitter counts samples, and is not read. */
function soundOf(row: Row): Pick<DecodedRecord, "quality"> {
  const number = (name: string) => measured(textIn(row, name));
  const scores = [number("localmoscq"), number("remotemoscq")].filter((score) => score !== null && score <= 50);
  const quality = qualityOf({
    mosHundredths: scores.length === 0 ? null : Math.min(...scores.map((score) => (score ?? 0) * 10)),
    latencyMs: number("rtpdelay"),
    lossPermille: lossPermille(number("packloss") ?? number("localpackloss"), number("inpackets")),
    codec: codecNamed(textIn(row, "coder")),
  });
  return quality === null ? {} : { quality };
}

/** Null for nothing and a time that never came, undefined for what is none. */
function timeIn(row: Row, name: string, context: DecodeContext): Date | null | undefined {
  const text = textIn(row, name);
  return text === "" || /^(?:n\/a|-1?|0)$/i.test(text) ? null : readH323Time(text, context.timeZone);
}

const CALLING = ["srcuri", "srcuribeforemap"];
const CALLED = ["dsturi", "dsturibeforemap"];

/** The company's own number of a side, before or after the device changed it. */
function sideOf(row: Row, names: readonly string[], { extensionDigits }: Settings): string | null {
  for (const name of names) {
    const { extension } = sidesByLength(userOf(textIn(row, name))?.text ?? null, null, extensionDigits);
    if (extension !== null) return extension;
  }
  return null;
}

function dispositionOf(row: Row, stage: Part["stage"], isAnswered: boolean): Disposition | null {
  if (isAnswered) return "answered";
  if (stage !== "end") return null;
  const [category, reason] = [textIn(row, "trmreasoncategory"), textIn(row, "trmreason")];
  if (/BUSY/.test(`${category} ${reason}`)) return "busy";
  if (/^(?:NO_ANSWER|NORMAL_CALL_CLEAR|FORWARDED)/.test(category)) return "no-answer";
  if (/NORMAL_CALL_CLEAR|NO_USER_RESPOND|NO_ANSWER|_FORWARD|CANCEL/.test(reason)) return "no-answer";
  const sip = textIn(row, "siptrmreason");
  if (/^[3-6]\d\d$/.test(sip)) return ofSipAnswer(Number(sip));
  return sip === "CANCEL" || (sip === "BYE" && category === "") ? "no-answer" : "failed";
}
