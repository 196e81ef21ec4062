import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { HEADER as CALL_HEADER, record } from "../cisco-cucm-cdr/specimens.ts";
import type { DecodedRecord } from "../driver.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { ciscoCucmCmr } from "./driver.ts";
import { HEADER, quality } from "./specimens.ts";
import { named as persons } from "../testing/told.ts";

conformance(ciscoCucmCmr, {
  file: [
    HEADER,
    quality(),
    quality({ directoryNum: FICTION.other, callIdentifier: 47874239 }),
    quality({ globalCallID_callId: 3, headsetSN: "Å" }),
  ].join("\n"),
  record: ({ startedAt, calling }) => {
    const at = Math.round(Date.parse(`${startedAt.replace(" ", "T")}Z`) / 1_000);
    return [HEADER, quality({ dateTimeStamp: at + 60, directoryNum: calling })];
  },
  withheld: [""],
  time: { why: "the end is written, in seconds since 1970 and in UTC", zone: "utc" },
  exceptions: {
    "impossible-days": "times are seconds since 1970",
    unanswered: "telephones measure what is spoken: a call that nobody answered has none",
  },
});

function calls(lines: readonly string[]): readonly DecodedRecord[] {
  return recordsIn(ciscoCucmCmr, {}, decodeFile(ciscoCucmCmr, {}, Buffer.from(lines.join("\n"))));
}

test("alone it is the leg that was measured: whose it is, when and how long, and nothing of direction", () => {
  const [leg] = calls([HEADER, quality()]);
  assert.deepEqual(persons(leg), ["calling phone 204"]);
  assert.equal(leg?.startedAt.toISOString(), "2026-03-02T08:15:10.000Z");
  assert.deepEqual([leg?.durationSeconds, leg?.direction, leg?.extension, leg?.trunk], [60, null, "204", null]);
  const [gateway] = calls([HEADER, quality({ deviceName: "S0/SU1/DS1-0@gw1", directoryNum: "" })]);
  assert.deepEqual([gateway?.extension, gateway?.trunk], [null, "S0/SU1/DS1-0@gw1"]);
  assert.equal(calls([HEADER, quality({ duration: 0 })])[0]?.disposition, null);
});

test("two that measured the same call are one, the lower leg called the other, and the call's own record says more", () => {
  const legs = [quality(), quality({ directoryNum: FICTION.other, callIdentifier: 47874239 })];
  const [call, ...more] = calls([HEADER, ...legs]);
  assert.equal(more.length, 0);
  assert.equal(call?.durationSeconds, 60);
  assert.deepEqual(persons(call), [`calling phone ${FICTION.other}`, "called phone 204"]);
  const [whole, ...others] = calls([HEADER, ...legs, CALL_HEADER, record({ callingPartyNumber: FICTION.other })]);
  assert.equal(others.length, 0);
  assert.equal(whole?.direction, "in");
  assert.deepEqual(persons(whole), [`calling phone ${FICTION.other}`, "called phone 204", "called name anna"]);
});

test("what is no time or no duration says so, and so does a line that no header explains", () => {
  const reason = (line: string, header = HEADER) => {
    const decoded = decodeFile(ciscoCucmCmr, {}, Buffer.from(`${header}\n${line}`)).at(-1)?.decoded;
    return decoded !== undefined && "reason" in decoded ? decoded.reason : decoded?.kind;
  };
  assert.match(String(reason(quality({ dateTimeStamp: 0 }))), /^start/);
  assert.match(String(reason(quality({ duration: "x" }))), /^duration/);
  assert.match(String(reason("2,1,2", "x")), /^header/);
  assert.equal(reason(quality(), ""), "leg", "in Cisco's order none is needed");
});

const CORPUS = new URL("../../../../shared/corpus/cisco-cucm-cmr/oregon-lab-cmr.txt", import.meta.url);
test("the real pair of a laboratory: both telephones measured eleven seconds", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const [call, ...more] = recordsIn(ciscoCucmCmr, {}, decodeFile(ciscoCucmCmr, {}, readFileSync(CORPUS)));
  assert.equal(more.length, 0);
  assert.equal(call?.callId, "cucmOHSUtest/2/25447");
  assert.equal(call?.startedAt.toISOString(), "2025-04-18T16:32:10.000Z");
  assert.equal(call?.durationSeconds, 11);
  assert.deepEqual(persons(call), ["calling phone 5033466594", "called phone 5033466593"]);
});

test("the score, jitter, delay and loss of a leg are read, and zeros of one that received nothing are none", () => {
  const heard = { numberPacketsReceived: 2_970, numberPacketsLost: 30, jitter: 4, latency: 61 };
  const [call] = calls([
    HEADER,
    quality({ ...heard, varVQMetrics: "CCR=0.0011;MLQK=4.5;MLQKav=4.3712;VoRxCodec=G.722" }),
  ]);
  assert.deepEqual(call?.quality, {
    mosHundredths: 437,
    jitterMs: 4,
    latencyMs: 61,
    lossPermille: 10,
    codec: "G.722",
  });
  const [silent] = calls([HEADER, quality({ numberPacketsReceived: 0, jitter: 0, varVQMetrics: "MLQK=0.0" })]);
  assert.equal(silent?.quality, undefined);
});

test("what both telephones measured of a call goes with the call's own record, which tells the codec", () => {
  const heard = { numberPacketsReceived: 1_000, jitter: 2 };
  const [call, ...more] = calls([
    HEADER,
    quality({ ...heard, varVQMetrics: "MLQKav=4.1" }),
    quality({ ...heard, jitter: 9, callIdentifier: 47874239, varVQMetrics: "MLQKav=3.9" }),
    CALL_HEADER,
    record({ destMediaCap_payloadCapability: 4 }),
  ]);
  assert.equal(more.length, 0);
  assert.deepEqual(
    [call?.quality?.mosHundredths, call?.quality?.jitterMs, call?.quality?.codec],
    [390, 9, "G.711 µ-law"],
  );
});
