import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { AppError } from "../../domain/app-error.ts";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import type { Column } from "./columns.ts";
import { threeCxCdr } from "./driver.ts";
import { row } from "./specimens.ts";
import { named, theOne } from "../testing/told.ts";

conformance(threeCxCdr, {
  file: [
    row(),
    row({ historyid: "288833", "from-dispname": '"Prov, ""Åsa"""' }),
    row({ historyid: "288834", "reason-terminated": "continued_in" }),
    row({ historyid: "288834", callid: "b_1", "to-no": "Ext.205", "to-dispname": "Bo Prov" }),
  ].join("\r\n"),
  record: ({ startedAt, answered, calling }) =>
    row({
      "time-start": startedAt.replaceAll("-", "/"),
      "time-answered": answered ? "2026/03/02 08:15:09" : "",
      "from-no": calling,
      chain: "",
    }),
  withheld: ["", "anonymous"],
  time: { why: "3CX writes its log in UTC", zone: "utc" },
});

function records(text: string, options: DriverOptions = {}): readonly DecodedRecord[] {
  return recordsIn(threeCxCdr, options, decodeFile(threeCxCdr, options, Buffer.from(text)));
}

function only(text: string, options: DriverOptions = {}): DecodedRecord {
  return theOne(records(text, options));
}

test("an incoming call is told from the line it came on, by its own extension", () => {
  const record = only(row());
  assert.deepEqual(named(record), [
    "calling phone 0701740605",
    "called phone 204",
    "dialled phone 0846500442",
    "calling name Cilla Prov",
    "called name Anna Prov",
  ]);
  assert.deepEqual([record.direction, record.extension, record.trunk], ["in", "204", "10020"]);
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.disposition], [60, 9, "answered"]);
});

test("both spellings of reasons and types say the same", () => {
  for (const [from, to] of [
    ["Extension", "Line"],
    ["extension", "external_line"],
    ["Extension", "Provider"],
    ["extension", "outbound_rule"],
  ] as const) {
    const record = only(
      row({ "from-no": "Ext.204", "from-dn": "204", "to-no": "0701740633", "from-type": from, "to-type": to }),
    );
    assert.deepEqual([record.direction, record.extension, record.trunk], ["out", "204", "204"]);
  }
  const missed = (reason: string) =>
    only(row({ "time-answered": "", duration: "00:00:00", "reason-terminated": reason })).disposition;
  assert.deepEqual(["TerminatedBySrc", "src_participant_terminated", "NoAnswer"].map(missed), [
    "no-answer",
    "no-answer",
    "no-answer",
  ]);
  assert.deepEqual(["Busy", "busy"].map(missed), ["busy", "busy"]);
  assert.deepEqual(["NoRoute", "no_route", "Failed"].map(missed), ["failed", "failed", "failed"]);
});

test("without an answer there is no conversation, whatever the duration says", () => {
  assert.equal(only(row({ "time-answered": "", duration: "00:00:31" })).durationSeconds, 0);
});

test("an internal call has its two extensions and their names", () => {
  const record = only(
    row({
      "from-no": "Ext.205",
      "from-dn": "205",
      "from-type": "Extension",
      "from-dispname": "Bo Prov",
      "dial-no": "",
    }),
  );
  assert.equal(record.direction, "internal");
  assert.equal(record.extension, "205");
  assert.ok(named(record)?.includes("calling name Bo Prov"));
});

test("a queue is no person, but the agents it tried are, and who was in the chain", () => {
  const record = only(
    row({
      "to-no": "Ext.800",
      "to-dn": "800",
      "to-type": "Queue",
      "to-dispname": "Support",
      chain: "Chain: 0701740605;Ext.800;Ext.204;0701740650;",
      "missed-queue-calls": "Ext.206;Ext.207",
    }),
  );
  assert.equal(record.queue, "800");
  assert.equal(record.extension, "204");
  const people = named(record) ?? [];
  for (const one of ["204", "0701740650", "206", "207"]) assert.ok(people.includes(`transferred phone ${one}`), one);
  assert.ok(!people.some((person) => person.includes("Support")));
});

test("the rows of one history id are one call, whose conversation is that with people", () => {
  const queue = row({
    "to-no": "Ext.800",
    "to-dn": "800",
    "to-type": "queue",
    "reason-terminated": "continued_in",
    duration: "00:00:20",
  });
  const first = row({ callid: "b", duration: "00:00:30", "reason-terminated": "continued_in" });
  const second = row({
    callid: "c",
    duration: "00:00:12",
    "time-start": "2026/03/02 08:16:00",
    "to-no": "Ext.205",
    "to-dn": "205",
    "final-number": "Ext.205",
    "final-dn": "205",
  });
  for (const rows of [
    [queue, first, second],
    [second, queue, first],
    [first, second, queue, second],
  ]) {
    const call = only(rows.join("\n"));
    assert.deepEqual([call.durationSeconds, call.queue, call.extension], [42, "800", "205"]);
    assert.equal(call.startedAt.toISOString(), "2026-03-02T08:15:00.000Z");
  }
  const waiting = decodeFile(threeCxCdr, {}, Buffer.from(first))[0]?.decoded;
  assert.ok(waiting?.kind === "leg");
  assert.equal(threeCxCdr.join?.merge([waiting.leg], false), null, "a call that was sent on waits for the rest");
});

test("the site's choice of fields comes from the option, from a header, or is one of the usual orders", () => {
  const chosen = ["time-start", "from-no", "to-no", "duration", "time-answered", "historyid"] satisfies Column[];
  assert.equal(only(row({}, chosen), { columns: chosen.join(",") }).callId, "288832");
  assert.equal(only([chosen.join(","), row({}, chosen)].join("\n")).direction, "in");
  const namesFirst = [
    "historyid,callid,duration,time-start,time-answered,time-end,reason-terminated,from-no,to-no,from-dn,to-dn,dial-no",
    "reason-changed,final-number,final-dn,bill-code,bill-rate,bill-cost,bill-name,chain,missed-queue-calls",
    "from-dispname,to-dispname,final-dispname,from-type,to-type,final-type",
  ]
    .join(",")
    .split(",") as Column[];
  assert.deepEqual(named(only(row({}, namesFirst))), named(only(row())));
  assert.throws(
    () => threeCxCdr.configure({ columns: "time-start,colour" }),
    (error) => error instanceof AppError && error.message.includes("missed-queue-calls"),
  );
});

test("fields that say nothing of a call are undefined, with the reason", () => {
  const reason = (text: string) => {
    const decoded = decodeFile(threeCxCdr, {}, Buffer.from(text))[0]?.decoded;
    return decoded !== undefined && "reason" in decoded ? decoded.reason : "";
  };
  assert.match(reason("Call 1,2,3"), /^columns/);
  assert.match(reason(row({ duration: "long" })), /^duration/);
  assert.match(reason(row({ "time-answered": "soon" })), /^time-answered/);
  assert.match(reason(row({ "time-start": "" })), /^time-start/);
});

const CORPUS = new URL("../../../../shared/corpus/3cx-cdr/dorel14-tests-cdr.csv", import.meta.url);
test("the real record: extension 10016 called out for 25 seconds", {
  skip: existsSync(CORPUS) ? false : "the corpus is not here",
}, () => {
  const record = only(readFileSync(CORPUS, "utf8"));
  assert.equal(record.startedAt.toISOString(), "2024-06-17T05:59:49.000Z");
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.disposition], [25, 9, "answered"]);
  assert.deepEqual([record.callId, record.extension, record.trunk], ["288831", "10016", "10020"]);
  assert.deepEqual([record.direction, record.costCents], ["out", 43]);
  assert.deepEqual(named(record), ["calling phone 10016", "called phone +46701740605", "calling name Backup no2"]);
});
