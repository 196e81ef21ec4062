import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { conformance, FICTION } from "../testing/conformance.ts";
import type { Decoded, DecodedRecord, DriverOptions } from "../driver.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { samsungOfficeservSmdr } from "./driver.ts";
import { HEAD, line, sent } from "./specimens.ts";

const call = ({ startedAt, answered, calling }: { startedAt: string; answered: boolean; calling: string }): string =>
  line({
    code: answered ? "I" : "A",
    date: `${startedAt.slice(5, 7)}/${startedAt.slice(8, 10)}`,
    time: startedAt.slice(11),
    dialled: "",
    caller: calling,
    duration: answered ? "00:01:00" : "00:00:23",
  });
const TIME = { why: "a record holds month and day and no year", lacks: "year" } as const;
const INCOMING = {
  code: "I",
  dialled: "",
  caller: FICTION.mobile,
  name: "\u00c5sa \u00d6berg",
  group: "500",
  ring: "00:00:07",
};

conformance(samsungOfficeservSmdr, {
  file: Buffer.concat([Buffer.from(HEAD), ...[line(), line(INCOMING), line({ code: "OT" })].map(sent)]),
  record: (of) => sent(call(of)),
  withheld: ["", "PRIVATE", "Unavailable"],
  time: TIME,
});

conformance(samsungOfficeservSmdr, {
  options: { model: "lines" },
  file: [line(), line(INCOMING)].join("\r\n"),
  record: call,
  withheld: ["", "PRIVATE"],
  time: TIME,
});

const decode = (text: string | Buffer, options: DriverOptions = {}): Decoded =>
  samsungOfficeservSmdr.configure(options)(Buffer.isBuffer(text) ? text : sent(text), {
    receivedAt: new Date("2026-03-02T09:00:00Z"),
    timeZone: "Europe/Stockholm",
    state: {},
  });

function record(text: string | Buffer, options: DriverOptions = {}): DecodedRecord {
  const decoded = decode(text, options);
  const [first] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(first, "reason" in decoded ? decoded.reason : "no record");
  return first;
}
const people = (text: string): string[] =>
  record(text).values.map((value) => `${value.role} ${value.class} ${value.text}`);

test("call types tell direction and outcome", () => {
  const facts = (code: string, duration = "00:01:00") => {
    const { direction, disposition, durationSeconds, ringSeconds } = record(line({ code, duration }));
    return [direction, disposition, durationSeconds, ringSeconds];
  };
  for (const code of ["O", "OT", "FO", "DO"]) assert.deepEqual(facts(code), ["out", "answered", 60, null], code);
  for (const code of ["I", "IT", "IA", "FI", "DI", "DE"])
    assert.deepEqual(facts(code), ["in", "answered", 60, null], code);
  for (const code of ["T", "TT"]) assert.deepEqual(facts(code), [null, "answered", 60, null], code);
  assert.deepEqual(facts("A"), ["in", "no-answer", 0, 60]);
  assert.deepEqual(facts("O", "00:00:00"), ["out", null, 0, null]);
});

test("both lengths of record name their people, group, ringing and cost", () => {
  assert.deepEqual(people(line()), ["calling phone 201", `called phone ${FICTION.other}`]);
  const long = record(line({ ...INCOMING, cost: "1.25" }));
  assert.deepEqual(
    [long.callId, long.extension, long.queue, long.ringSeconds, long.costCents],
    ["000123", "201", "500", 7, 125],
  );
  assert.deepEqual(people(line(INCOMING)), [
    `calling phone ${FICTION.mobile}`,
    "called phone 201",
    "calling name \u00c5sa \u00d6berg",
  ]);
});

test("a forwarded call names where it went, a transferred one whom it came from, a code only a number", () => {
  assert.deepEqual(people(line({ code: "FI", caller: FICTION.mobile })), [
    `calling phone ${FICTION.mobile}`,
    "called phone 201",
    `dialled phone ${FICTION.other}`,
  ]);
  assert.deepEqual(people(line({ code: "T", dialled: "", caller: FICTION.mobile })), [
    `calling phone ${FICTION.mobile}`,
    "called phone 201",
  ]);
  assert.deepEqual(people(line({ account: `*${FICTION.landline}#`, authorisation: "1234" })).slice(2), [
    `redirecting phone ${FICTION.landline}`,
  ]);
  assert.deepEqual(people(line({ code: "I", dialled: "", caller: "Anna Prov" })), [
    "calling name Anna Prov",
    "called phone 201",
  ]);
});

test("the head of a page is passed over before a record and nothing by itself", () => {
  assert.deepEqual(record(Buffer.concat([Buffer.from(HEAD), sent(line())])).values.length, 2);
  assert.deepEqual(decode(Buffer.from(`${HEAD}\0`)), { kind: "nothing", reason: "head of a page" });
});

test("stations that join and leave their group or want no calls are nothing", () => {
  for (const dialled of ["IN GROUP", "OUT GROUP", "IN DND", "OUT DND", "GROUP IN", "GROUP OUT", "DND ON", "DND OFF"])
    assert.equal(decode(line({ code: "", dialled })).kind, "nothing");
});

test("the day comes first where the system writes it so", () => {
  assert.equal(record(line({ date: "01/03" }), { date: "dmy" }).startedAt.toISOString(), "2026-03-01T07:15:00.000Z");
});

test("damaged records are told apart without quoting them", () => {
  const reasons: Record<string, string> = {
    [line({ date: "13/32" })]: "start: no day and time",
    [line({ code: "XX" })]: "code: a call type that is not known",
    [line({ duration: "soon" })]: "duration: no hours, minutes and seconds",
    short: "length: no whole record",
    [`${line()}\r\n${line()}`]: "length: more than one line",
  };
  for (const [text, reason] of Object.entries(reasons)) assert.deepEqual(decode(text), { kind: "undefined", reason });
});

const corpus = new URL("../../../../shared/corpus/samsung-officeserv-smdr/os-a.bin", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

test("both records of the corpus come out as they read, in the year before they were received", { skip }, () => {
  const decoded = decodeFile(samsungOfficeservSmdr, {}, readFileSync(corpus)).map((each) => each.decoded);
  const facts = decoded.map((each) => {
    assert.ok(each.kind === "records");
    const [read] = each.records;
    return [
      read?.startedAt.toISOString(),
      read?.durationSeconds,
      read?.ringSeconds,
      read?.direction,
      read?.callId,
      read?.queue,
      ...(read?.values ?? []).map((value) => `${value.role} ${value.text}`),
    ];
  });
  assert.deepEqual(facts, [
    ["2025-11-04T08:14:00.000Z", 204, null, "out", "000123", null, "calling 201", "called 0701740605"],
    ["2025-11-04T08:31:00.000Z", 12, 7, "in", "000124", "500", "calling 0701740699", "called 202", "calling Provare"],
  ]);
});
