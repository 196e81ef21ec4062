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
    values,
  };
  if (call === null) return { kind: "records", records: [record] };
  // Legs are numbered as they begin: the lowest is the caller's.
  const leg = textIn(row, "callidentifier").padStart(12, "0");
  return { kind: "leg", leg: { call, part: `${MEASURED}${leg} ${textIn(row, "pkid")}`.trim(), record } };
}
