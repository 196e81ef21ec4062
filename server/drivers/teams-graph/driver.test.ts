import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { teamsGraph } from "./driver.ts";
import { planned, routed } from "./specimens.ts";
import { named, theOne } from "../testing/told.ts";

conformance(teamsGraph, {
  file: `{"@odata.count":3,"value":[${planned()},${routed()},\n${routed({ userDisplayName: 'Anna "Ann" Prov' })}],\n"@odata.nextLink":"https://graph.example/?$skip=1000"}\n`,
  record: ({ startedAt, answered, calling }) =>
    `${routed({
      startDateTime: answered ? `${startedAt.replace(" ", "T")}Z` : "0001-01-01T00:00:00Z",
      inviteDateTime: `${startedAt.replace(" ", "T")}Z`,
      duration: answered ? 60 : 0,
      successfulCall: answered,
      callerNumber: calling,
    })}\n`,
  withheld: ["", "anonymous"],
  time: { why: "Graph writes UTC", zone: "utc" },
});

function records(text: string): readonly DecodedRecord[] {
  return decodeFile(teamsGraph, {}, Buffer.from(text)).flatMap(({ decoded }) => {
    assert.ok(decoded.kind !== "undefined", "reason" in decoded ? decoded.reason : "");
    return decoded.kind === "records" ? decoded.records : [];
  });
}

function only(text: string): DecodedRecord {
  return theOne(records(text));
}

test("a call of Direct Routing has its user, its trunk and the seconds before it was answered", () => {
  const record = only(routed());
  assert.deepEqual(named(record), [
    "calling phone +46701740605",
    "called phone +46846500442",
    "called name Anna Prov",
    "called name anna.prov@demo.example",
  ]);
  assert.deepEqual([record.direction, record.durationSeconds, record.ringSeconds], ["in", 60, 6]);
  assert.deepEqual([record.extension, record.trunk], ["+46846500442", "sbc.demo.example"]);
});

test("a call of a calling plan has its charge, and its user on the side that called", () => {
  const record = only(planned({ charge: 1.25 }));
  assert.deepEqual([record.direction, record.costCents, record.disposition], ["out", 125, "answered"]);
  assert.ok(named(record).includes("calling name Åsa Öberg"));
  assert.equal(only(planned({ duration: 0 })).disposition, "no-answer");
});

test("every type of call tells its direction", () => {
  const ways = (types: readonly string[]) => types.map((callType) => only(planned({ callType })).direction);
  assert.deepEqual(
    ways(["user_in", "conf_in", "ucap_in", "oc_ucap_in", "oc_conf_in", "ByotIn", "ByotInUcap"]),
    Array(7).fill("in"),
  );
  assert.deepEqual(
    ways(["user_out", "conf_out", "ucap_out", "oc_user_out", "ByotOut", "ByotOutUserTransfer", "emergency_out"]),
    Array(7).fill("out"),
  );
  assert.deepEqual(ways(["", "voicemail"]), [null, null]);
});

test("a bot has no user, and the first day of the calendar is no time", () => {
  const record = only(
    planned({
      callType: "ucap_in",
      userId: null,
      userPrincipalName: null,
      userDisplayName: "",
      endDateTime: "0001-01-01T00:00:00Z",
    }),
  );
  assert.ok(record.values.every((value) => value.class === "phone"));
});

test("an answer says why a call failed", () => {
  const failed = (finalSipCode: number) =>
    only(
      routed({
        successfulCall: false,
        finalSipCode,
        duration: 0,
        startDateTime: "0001-01-01T00:00:00Z",
        inviteDateTime: "0001-01-01T00:00:00Z",
        failureDateTime: "2026-03-02T08:15:31Z",
      }),
    );
  assert.deepEqual(
    [486, 487, 503, 0].map((code) => failed(code).disposition),
    ["busy", "no-answer", "failed", "no-answer"],
  );
  assert.equal(failed(486).startedAt.toISOString(), "2026-03-02T08:15:31.000Z");
});

test("a page of a thousand rows, in one line or many, gives a thousand calls", () => {
  const rows = Array.from({ length: 1_000 }, (_, i) => routed({ id: `call-${i}` }));
  const page = `{"@odata.count":1000,"value":[${rows.join(",")}]}`;
  assert.ok(page.length > 65_536 * 5);
  for (const text of [
    page,
    JSON.stringify(JSON.parse(page), null, 4),
    `[${rows.join(",")}]`,
    rows.join("\n"),
    page.repeat(2),
  ])
    assert.equal(new Set(records(text).map((record) => record.callId)).size, 1_000);
});

test("what is no row is undefined with its reason, and text messages are no calls", () => {
  const reason = (text: string) => {
    const decoded = decodeFile(teamsGraph, {}, Buffer.from(text))[0]?.decoded;
    return decoded !== undefined && "reason" in decoded ? `${decoded.kind} ${decoded.reason}` : "";
  };
  assert.match(reason('{"id":"1"}'), /^undefined start:/);
  assert.match(reason(routed({ duration: "PT1M" })), /^undefined duration/);
  assert.match(reason(routed({ startDateTime: "soon" })), /^undefined time/);
  assert.match(reason('"userId":"x","callType":"ByotIn"}'), /^undefined json/);
  assert.match(reason('{"id":"1","smsType":"inbound"}'), /^nothing text/);
});

const CORPUS = new URL("../../../../shared/corpus/teams-graph/getDirectRoutingCalls.json", import.meta.url);
test("the page of Microsoft's documentation: one call of five seconds, with hidden ends of numbers", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const record = only(readFileSync(CORPUS, "utf8"));
  assert.equal(record.startedAt.toISOString(), "2019-11-01T00:00:25.105Z");
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.direction], [5, 3, "in"]);
  assert.deepEqual([record.disposition, record.extension], ["answered", null]);
  assert.deepEqual(named(record), [
    "calling phone +12345678***",
    "called phone +01234567***",
    "called name Richard Malk",
    "called name richard.malk@contoso.com",
  ]);
});
