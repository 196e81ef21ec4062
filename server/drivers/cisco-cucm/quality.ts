import { type CallQuality, codecNamed, lossPermille, measured, qualityOf } from "../../domain/quality.ts";
import type { Decoded, DecodedRecord, DecodedValue } from "../driver.ts";
import { callKey } from "./call.ts";
import { MEASURED } from "./join.ts";
import { addCell, instantIn, numberIn, type Row, textIn } from "./row.ts";

/** What one telephone or gateway measured of its leg, written when it hung up. */
export function readQuality(row: Row): Decoded {
  const endedAt = instantIn(row, "datetimestamp");
  if (endedAt === undefined || endedAt === null) return { kind: "undefined", reason: "start: no number of seconds" };
  const talk = numberIn(row, "duration");
  if (talk < 0 || talk > 2_147_483_647) return { kind: "undefined", reason: "duration: no number of seconds" };
  const values: DecodedValue[] = [];
  addCell(row, "directorynum", "calling", "phone", values);
  const call = callKey(row);
  const [number, device] = [textIn(row, "directorynum"), textIn(row, "devicename")];
  const isGateway = device.includes("@") || device.includes("/");
  const record: DecodedRecord = {
    kind: "call_history",
    callId: call,
    startedAt: new Date(endedAt.getTime() - talk * 1_000),
    durationSeconds: talk,
    ringSeconds: null,
    direction: null,
    disposition: talk > 0 ? "answered" : null,
    extension: number === "" || isGateway ? null : number,
    queue: null,
    trunk: isGateway ? device : null,
    costCents: null,
    partOf: null,
    quality: measuredIn(row),
    values,
  };
  if (call === null) return { kind: "records", records: [record] };
  // Legs are numbered as they begin: the lowest is the caller's.
  const leg = textIn(row, "callidentifier").padStart(12, "0");
  return { kind: "leg", leg: { call, part: `${MEASURED}${leg} ${textIn(row, "pkid")}`.trim(), record } };
}

/** Packets, jitter and delay as columns of their own, the score among the metrics that newer telephones add: `MLQK=4.5;MLQKav=4.4;...`. */
function measuredIn(row: Row): CallQuality | null {
  const [lost, received] = [measured(textIn(row, "numberpacketslost")), measured(textIn(row, "numberpacketsreceived"))];
  // One that received nothing has measured nothing: its zeros are no good sound.
  const heard = received !== null && received > 0;
  const metrics = textIn(row, "varvqmetrics");
  const score = /(?:^|;)MLQKav=([\d.]{1,8})/.exec(metrics) ?? /(?:^|;)MLQK=([\d.]{1,8})/.exec(metrics);
  const mos = measured(score?.[1] ?? "");
  return qualityOf({
    mosHundredths: mos === null ? null : mos * 100,
    jitterMs: heard ? measured(textIn(row, "jitter")) : null,
    latencyMs: heard ? measured(textIn(row, "latency")) : null,
    lossPermille: lossPermille(lost, received),
    codec: codecNamed(/(?:^|;)VoRxCodec=([^;]{1,30})/.exec(metrics)?.[1] ?? ""),
  });
}
