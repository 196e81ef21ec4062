import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { twilioCallsJson } from "./driver.ts";
import { call } from "./specimens.ts";
import { named, theOne } from "../testing/told.ts";

const DAYS = "Mon, ";
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const mail = (local: string) =>
  `${DAYS}${local.slice(8, 10)} ${MONTHS[Number(local.slice(5, 7)) - 1] ?? "Xyz"} ${local.slice(0, 4)} ${local.slice(11)} +0000`;

conformance(twilioCallsJson, {
  file: `{"first_page_uri":"/x","end":1,"calls":[${call()},\n${call({ caller_name: 'Åsa "Å" Prov' })}],"uri":"/y","page_size":50}\n`,
  record: ({ startedAt, answered, calling }) =>
    `${call({
      start_time: mail(startedAt),
      from: calling,
      status: answered ? "completed" : "no-answer",
      duration: answered ? "60" : "0",
    })}\n`,
  withheld: ["", "anonymous"],
  time: { why: "Twilio writes its zone, UTC", zone: "utc" },
});

function records(text: string): readonly DecodedRecord[] {
  return decodeFile(twilioCallsJson, {}, Buffer.from(text)).flatMap(({ decoded }) => {
    assert.ok(decoded.kind !== "undefined", "reason" in decoded ? decoded.reason : "");
    return decoded.kind === "records" ? decoded.records : [];
  });
}

function only(text: string): DecodedRecord {
  return theOne(records(text));
}

test("a call lasts as long as Twilio counts, and costs what it takes", () => {
  const record = only(call({ price: "-0.200", duration: "4" }));
  assert.deepEqual([record.durationSeconds, record.costCents, record.direction], [4, 20, "in"]);
  assert.deepEqual(named(record), ["calling phone +46701740605", "called phone +46846500442"]);
});

test("clients and SIP users are the company's own side", () => {
  const client = only(call({ from: "client:anna.prov", to: "+46701740633", direction: "outbound-api" }));
  assert.deepEqual([client.direction, client.extension], ["out", "anna.prov"]);
  assert.deepEqual(named(client), ["calling name anna.prov", "called phone +46701740633"]);
  const sip = only(call({ to: "sip:bo.prov@demo.example" }));
  assert.deepEqual([sip.direction, sip.extension], ["in", "bo.prov"]);
  assert.ok(named(sip).includes("called phone sip:bo.prov@demo.example"));
});

test("calls over trunks go out when they terminate at Twilio, and come in when they originate there", () => {
  const over = (direction: string) => only(call({ direction, trunk_sid: "TKa" }));
  assert.deepEqual([over("trunking-terminating").direction, over("trunking-originating").direction], ["out", "in"]);
  assert.equal(over("trunking-originating").trunk, "TKa");
});

test("every status says how it ended, and a call that goes on is none yet", () => {
  const ended = (status: string) => only(call({ status, duration: null })).disposition;
  assert.deepEqual(["completed", "busy", "no-answer", "canceled", "failed"].map(ended), [
    "answered",
    "busy",
    "no-answer",
    "no-answer",
    "failed",
  ]);
  assert.equal(records(call({ status: "in-progress" })).length, 0);
  assert.equal(only(call({ status: "failed", start_time: null })).startedAt.toISOString(), "2026-03-02T08:14:58.000Z");
});

test("names, forwarders and members that nobody reads are people", () => {
  const people = named(
    only(call({ caller_name: "Prov, Åsa", forwarded_from: "+46846500443", annotation: "+46701740650" })),
  );
  for (const one of ["calling name Prov, Åsa", "redirecting phone +46846500443", "transferred phone +46701740650"])
    assert.ok(people.includes(one), one);
});

test("a summary of Voice Insights is read as a call, alone, in a page and in an event", () => {
  const summary = {
    call_sid: "CAe",
    account_sid: "ACa",
    call_type: "carrier",
    call_state: "completed",
    start_time: "2026-03-02T08:15:00Z",
    created_time: "2026-03-02T08:14:58Z",
    duration: 66,
    connect_duration: 60,
    from: { caller: "+46701740605", carrier: "Provtel", connection: "pstn" },
    to: { callee: "+46846500442", connection: "pstn" },
    properties: { direction: "outbound_api" },
  };
  const texts = [
    JSON.stringify(summary),
    JSON.stringify({ call_summaries: [summary], meta: { page: 0, key: "call_summaries" } }, null, 2),
    JSON.stringify([{ specversion: "1.0", type: "call-summary.complete", data: summary }]),
  ];
  for (const text of texts) {
    const record = only(text);
    assert.deepEqual([record.callId, record.durationSeconds, record.direction], ["CAe", 60, "out"]);
    assert.deepEqual(named(record), ["calling phone +46701740605", "called phone +46846500442"]);
  }
});

test("a page of a thousand calls gives a thousand records", () => {
  const page = {
    end: 999,
    calls: Array.from({ length: 1_000 }, (_, i) => JSON.parse(call({ sid: `CA${i}` }))),
    uri: "/x",
  };
  for (const text of [JSON.stringify(page), JSON.stringify(page, null, 2)])
    assert.equal(new Set(records(text).map((record) => record.callId)).size, 1_000);
});

test("what is no call is undefined with its reason", () => {
  const reason = (text: string) => {
    const decoded = decodeFile(twilioCallsJson, {}, Buffer.from(text))[0]?.decoded;
    return decoded?.kind === "undefined" ? decoded.reason : "";
  };
  assert.match(reason(call({ status: "lost" })), /^status/);
  assert.match(reason(call({ duration: "a while" })), /^duration/);
  assert.match(reason(call({ start_time: "Fri, 31 Feb 2026 10:00:00 +0000" })), /^start/);
});

test("a zone of the record's own counts", () => {
  assert.equal(
    only(call({ start_time: "Mon, 02 Mar 2026 08:15:00 -0530" })).startedAt.toISOString(),
    "2026-03-02T13:45:00.000Z",
  );
});

const CORPUS = new URL("../../../../shared/corpus/twilio-calls-json/call-fetch.json", import.meta.url);
test("the example of Twilio's specification: four seconds out, for twenty cents", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const record = only(readFileSync(CORPUS, "utf8"));
  assert.equal(record.startedAt.toISOString(), "2019-10-18T17:02:00.000Z");
  assert.deepEqual([record.durationSeconds, record.costCents, record.direction], [4, 20, "out"]);
  assert.deepEqual(
    [record.callId, record.trunk],
    ["CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "TKdeadbeefdeadbeefdeadbeefdeadbeef"],
  );
  assert.deepEqual(named(record), ["calling phone +13051416799", "called phone +13051913581", "calling name callerid"]);
});

test("callers that Twilio spells on the keys of a telephone are withheld, and no number", () => {
  for (const from of ["+266696687", "+7378742833", "+86282452253", "+2562533"])
    assert.deepEqual(named(only(call({ from }))), ["called phone +46846500442"], from);
});
