import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { ringcentralCallLog } from "./driver.ts";
import { LEGS, logged } from "./specimens.ts";
import { named, theOne } from "../testing/told.ts";

const TAIL = '"paging":{"page":1,"perPage":100},"navigation":{"firstPage":{"uri":"https://x.example/1"}}}';

conformance(ringcentralCallLog, {
  file: `{"uri":"https://x.example","records":[${logged()},\n${logged({ from: { name: 'Åsa "Å" Öberg' } })}],${TAIL}\n`,
  record: ({ startedAt, answered, calling }) =>
    `${logged({
      startTime: `${startedAt.replace(" ", "T")}.000Z`,
      from: { phoneNumber: calling },
      result: answered ? "Accepted" : "Missed",
      duration: answered ? 60 : 12,
    })}\n`,
  withheld: ["", "anonymous"],
  time: { why: "RingCentral writes UTC", zone: "utc" },
});

function records(text: string): readonly DecodedRecord[] {
  return decodeFile(ringcentralCallLog, {}, Buffer.from(text)).flatMap(({ decoded }) => {
    assert.ok(decoded.kind !== "undefined", "reason" in decoded ? decoded.reason : "");
    return decoded.kind === "records" ? decoded.records : [];
  });
}

function only(text: string): DecodedRecord {
  return theOne(records(text));
}

test("an incoming call has its extension, both numbers and both names", () => {
  const record = only(logged());
  assert.deepEqual([record.direction, record.extension, record.durationSeconds], ["in", "204", 60]);
  assert.deepEqual(named(record), [
    "calling phone +46701740605",
    "calling name Cilla Prov",
    "called phone +46846500442",
    "transferred phone 204",
    "called name Anna Prov",
  ]);
});

test("a call between extensions is internal", () => {
  const record = only(
    logged({
      direction: "Outbound",
      from: { extensionNumber: "205" },
      to: { extensionNumber: "204", name: "Anna Prov" },
    }),
  );
  assert.deepEqual([record.direction, record.extension], ["internal", "205"]);
  assert.deepEqual(named(record).slice(0, 2), ["calling phone 205", "called phone 204"]);
});

test("the legs of a detailed record are its parties, and no calls of their own", () => {
  const record = only(logged({ to: { phoneNumber: "+46846500442" }, legs: LEGS }));
  assert.equal(record.durationSeconds, 60);
  assert.equal(record.extension, "205", "who took the call is told by the leg that was accepted");
  const people = named(record);
  for (const one of ["transferred phone +46701740650", "transferred phone 205", "transferred name Bo Prov"])
    assert.ok(people.includes(one), one);
  assert.equal(people.filter((person) => person.includes("+46701740605")).length, 1);
});

test("every result tells how it ended, and without an answer there is no conversation", () => {
  const ended = (result: string) => only(logged({ result, duration: 20 }));
  const words = [
    "Accepted",
    "Call connected",
    "Missed",
    "Voicemail",
    "No Answer",
    "Hang Up",
    "Busy",
    "Call Failed",
    "Blocked",
  ];
  assert.deepEqual(
    words.map((word) => ended(word).disposition),
    ["answered", "answered", "no-answer", "no-answer", "no-answer", "no-answer", "busy", "failed", "failed"],
  );
  assert.deepEqual(
    words.map((word) => ended(word).durationSeconds),
    [20, 20, 0, 0, 0, 0, 0, 0, 0],
  );
  assert.deepEqual([ended("Unknown").disposition, ended("Unknown").durationSeconds], [null, 20]);
  assert.equal(records(logged({ result: "In Progress" })).length, 0);
});

test("a fax is a call, sent or received", () => {
  assert.equal(only(logged({ type: "Fax", action: "Incoming Fax", result: "Received" })).disposition, "answered");
  assert.equal(only(logged({ type: "Fax", direction: "Outbound", result: "Fax Send Error" })).disposition, "failed");
});

test("what is billed is the call's cost", () => {
  assert.equal(only(logged({ billing: { costIncluded: 0.25, costPurchased: 1.5 } })).costCents, 175);
  assert.equal(only(logged()).costCents, null);
});

test("a page of a thousand records, in one line or many, gives a thousand calls", () => {
  const all = Array.from({ length: 1_000 }, (_, i) => logged({ id: `A${i}`, legs: LEGS }));
  const page = `{"uri":"https://x.example","records":[${all.join(",")}],${TAIL}`;
  for (const text of [page, JSON.stringify(JSON.parse(page), null, 2)])
    assert.equal(new Set(records(text).map((record) => record.callId)).size, 1_000);
});

test("what is no call is undefined with its reason", () => {
  const reason = (text: string) => {
    const decoded = decodeFile(ringcentralCallLog, {}, Buffer.from(text))[0]?.decoded;
    return decoded?.kind === "undefined" ? decoded.reason : "";
  };
  assert.match(reason(logged({ direction: "Sideways" })), /^direction/);
  assert.match(reason(logged({ duration: "long" })), /^duration/);
  assert.match(reason(logged({ startTime: "soon" })), /^start/);
  assert.match(reason(`"uri":"x","sessionId":"1"}`), /^json/);
});

const CORPUS = new URL("../../../../shared/corpus/ringcentral-call-log/call-log-sample.json", import.meta.url);
test("RingCentral's sample: a call of 55 seconds from San Francisco", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const record = only(readFileSync(CORPUS, "utf8"));
  assert.equal(record.startedAt.toISOString(), "2023-06-06T23:07:20.000Z");
  assert.deepEqual([record.callId, record.durationSeconds], ["ASaxDDkSZ5s42MA", 55]);
  assert.deepEqual([record.direction, record.disposition], ["in", "answered"]);
  assert.deepEqual(named(record), [
    "calling phone +14155555900",
    "calling name SAN FRANCSCO CA",
    "called phone +15625555772",
    "called name SDK Engineer Candidate",
  ]);
});
