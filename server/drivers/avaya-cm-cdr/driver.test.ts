import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Decoded, DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance, FICTION, later } from "../testing/conformance.ts";
import { decodeFile, freshContext } from "../testing/decode-file.ts";
import { layoutOfTemplate } from "./choose-layout.ts";
import { avayaCmCdr } from "./driver.ts";
import { LAYOUTS } from "./layouts.ts";
import { INCOMING, inColumns, OUTGOING, specimens } from "./specimens.ts";

/** `MMDD` and `hhmm` of the end, a minute after the start; rung for as long when nobody answered. */
function written(startedAt: string): { date: string; time: string } {
  const end = later(startedAt, 60);
  return { date: end.slice(5, 7) + end.slice(8, 10), time: end.slice(11, 13) + end.slice(14, 16) };
}

conformance(avayaCmCdr, {
  file: Buffer.concat([Buffer.from("03/02\r\n"), ...specimens.frames]),
  record({ startedAt, answered, calling }) {
    const { date, time } = written(startedAt);
    const cells = { ...INCOMING, time, "calling-num": calling, "cond-code": answered ? "9" : "H" };
    return [`${date.slice(0, 2)}/${date.slice(2)}\r\n`, `${inColumns("int-isdn", cells)}\r\n`];
  },
  withheld: [""],
  time: { why: "hours and minutes of the end, under a date line without a year", resolution: "minute", lacks: "year" },
});

const TEMPLATE =
  "date:6,space:1,time:4,space:1,sec-dur:5,space:1,cond-code:1,space:1,code-used:4,space:1,dialed-num:18,space:1,clg-num/in-tac:15,space:1,auth-code:7,space:1,in-crt-id:3,space:1,out-crt-id:3,return:1,line-feed:1";
const CUSTOMIZED = { format: "customized", template: TEMPLATE, date: "dmy" };
const custom = (cells: Parameters<typeof inColumns>[1]) =>
  inColumns(layoutOfTemplate(TEMPLATE), { date: "020326", "sec-dur": "00060", ...cells });

conformance(avayaCmCdr, {
  options: CUSTOMIZED,
  file: [custom({ ...OUTGOING, duration: undefined }), custom({ ...INCOMING, duration: undefined })].join("\r\n"),
  record({ startedAt, answered, calling }) {
    const { date, time } = written(startedAt);
    const cells = { time, date: `${date.slice(2)}${date.slice(0, 2)}${later(startedAt, 60).slice(2, 4)}` };
    return custom({ ...cells, "cond-code": answered ? "9" : "H", "clg-num/in-tac": calling, "dialed-num": "4211" });
  },
  withheld: ["", "102"],
  time: { why: "hours and minutes of the end", resolution: "minute" },
});

function decode(text: string, options: DriverOptions = {}, context = freshContext()): Decoded {
  return avayaCmCdr.configure(options)(Buffer.from(text), context);
}

function recordOf(text: string, options: DriverOptions = {}, context = freshContext()): DecodedRecord {
  const decoded = decode(text, options, context);
  const [record] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(record, "reason" in decoded ? decoded.reason : decoded.kind);
  return record;
}

const factsOf = ({ startedAt, durationSeconds, direction, extension, trunk, values }: DecodedRecord) => [
  startedAt.toISOString(),
  durationSeconds,
  direction,
  extension,
  trunk,
  ...values.map((value) => `${value.role} ${value.text}`),
];

test("every format of the form is read by its name, in its own columns", () => {
  for (const [format, { fields, length }] of Object.entries(LAYOUTS)) {
    const date = fields.date === undefined ? {} : { date: "020326" };
    const cells = Object.fromEntries(Object.entries({ ...OUTGOING, ...date }).filter(([name]) => name in fields));
    const width = fields["calling-num"] ?? [1, 4];
    const line = inColumns(format, { ...cells, "out-crt-id": format === "int-direct" ? "05" : undefined });
    const named = recordOf(line, { format });
    assert.equal(named.durationSeconds, 60, format);
    assert.equal(named.direction, "out", format);
    assert.equal(named.extension, "4211", `${format} of ${length} and ${width}`);
    assert.deepEqual(
      named.values.map((value) => `${value.role} ${value.text}`).sort(),
      ["called 0701740633", "calling 4211"],
      format,
    );
    const at = fields.time === undefined ? "2026-03-02T08:59:00.000Z" : "2026-03-02T07:15:00.000Z";
    assert.equal(named.startedAt.toISOString(), at, format);
  }
});

test("where the shape leaves no doubt a format is found without its name; where it does, the line is undefined", () => {
  for (const format of ["teleseer", "printer", "expanded", "enhanced-printer", "lsu-expand"])
    assert.deepEqual(
      recordOf(inColumns(format, { ...OUTGOING, "out-crt-id": undefined })).values.map((value) => value.text),
      ["4211", "0701740633"],
      format,
    );
  for (const format of ["lsu", "59-character", "unformatted", "int-direct"])
    assert.equal(decode(inColumns(format, OUTGOING)).kind, "undefined", format);
  assert.deepEqual(decode(inColumns("printer", OUTGOING), { format: "teleseer" }), {
    kind: "undefined",
    reason: "columns: not those of its format",
  });
});

test("a date line holds until the next one, month or day first; the year is the latest possible", () => {
  const context = freshContext("2026-01-01T09:00:00Z");
  for (const [line, options] of [
    ["12/31\r\n", {}],
    ["12 31", {}],
    ["1231", {}],
    ["31/12", { date: "dmy" }],
    ["23:59 12/31", {}],
  ] as const) {
    assert.deepEqual(decode(line, options, context), { kind: "nothing", reason: "date line" });
    assert.equal(
      recordOf(inColumns("teleseer", OUTGOING), options, context).startedAt.toISOString(),
      "2025-12-31T07:15:00.000Z",
    );
  }
  assert.equal(decode("1331", {}, context).kind, "undefined");
  assert.equal(decode(inColumns("teleseer", OUTGOING), {}, context).kind, "records", "four digits may be debris");
  assert.equal(decode("08/60", {}, context).kind, "undefined");
  assert.equal(
    decode(inColumns("teleseer", OUTGOING), {}, context).kind,
    "records",
    "not the day nor the next: debris",
  );
  assert.equal(decode("02/01", {}, context).kind, "nothing");
  assert.equal(decode("02/32", {}, context).kind, "undefined");
  assert.equal(decode(inColumns("teleseer", OUTGOING), {}, context).kind, "undefined", "nobody knows the day");
  const fresh = recordOf(inColumns("teleseer", { ...OUTGOING, time: "2315" }));
  assert.equal(fresh.startedAt.toISOString(), "2026-03-01T22:14:00.000Z", "without one: the last day it can have been");
});

test("a time told as the start is the start", () => {
  const [started] = factsOf(recordOf(inColumns("teleseer", OUTGOING), { time: "start" }));
  assert.equal(started, "2026-03-02T07:16:00.000Z");
});

test("condition codes tell direction and outcome; ring records last no time but that of their ringing", () => {
  const facts = (code: string, cells: Parameters<typeof inColumns>[1] = INCOMING) => {
    const { direction, disposition, durationSeconds, ringSeconds } = recordOf(
      inColumns("int-isdn", { ...cells, "cond-code": code }),
    );
    return [direction, disposition, durationSeconds, ringSeconds];
  };
  assert.deepEqual(facts("0"), ["internal", "answered", 60, null]);
  assert.deepEqual(facts("9"), ["in", "answered", 60, null]);
  assert.deepEqual(facts("G"), ["in", "answered", 0, 60]);
  assert.deepEqual(facts("H"), ["in", "no-answer", 0, 60]);
  assert.deepEqual(facts("I"), ["in", "busy", 0, 60]);
  for (const code of ["7", "8", "A", "B", "K", "M"]) assert.deepEqual(facts(code, OUTGOING)[0], "out", code);
  for (const code of ["E", "F"]) assert.deepEqual(facts(code, OUTGOING), ["out", "failed", 0, null], code);
  for (const code of ["1", "4", "C", "T"]) {
    assert.equal(facts(code, INCOMING)[0], "in", code);
    assert.equal(facts(code, OUTGOING)[0], "out", code);
  }
  assert.equal(facts("9", { ...INCOMING, "dialed-num": FICTION.other, "out-crt-id": "007" })[0], null, "a tandem call");
  assert.equal(
    recordOf(inColumns("59-character", { ...INCOMING, "cond-code": "I" }), { format: "59-character" }).direction,
    "in",
  );
  assert.deepEqual(decode(inColumns("printer", { time: "0816", duration: "0100", "cond-code": "6" })), {
    kind: "nothing",
    reason: "calls went unrecorded",
  });
});

test("the access code of the incoming trunk is no caller", () => {
  const teleseer = recordOf(inColumns("teleseer", { ...INCOMING, "calling-num": "102" }));
  assert.deepEqual(factsOf(teleseer).slice(2), ["in", "4211", "102-011", "called 4211"]);
  const form = custom({
    time: "0816",
    "cond-code": "9",
    "clg-num/in-tac": "102",
    "dialed-num": "4211",
    "in-crt-id": "011",
  });
  assert.deepEqual(factsOf(recordOf(form, CUSTOMIZED)).slice(2), ["in", "4211", "102-011", "called 4211"]);
});

test("a caller of another exchange in the network has more digits than an access code", () => {
  const record = recordOf(inColumns("teleseer", { ...INCOMING, "calling-num": "56102" }));
  assert.deepEqual(factsOf(record).slice(2), ["in", "4211", "011", "calling 56102", "called 4211"]);
});

test("codes of six digits and more may be people's", () => {
  const line = inColumns("teleseer", { ...OUTGOING, "acct-code": FICTION.landline, "auth-code": "12345" });
  assert.deepEqual(factsOf(recordOf(line)).slice(5), [
    "calling 4211",
    "called 0701740633",
    `redirecting ${FICTION.landline}`,
  ]);
});

test("a duration of 9999 is one that the clock was set in, and 60 minutes are none", () => {
  const of = (duration: string) => inColumns("teleseer", { ...OUTGOING, duration });
  const unknown = recordOf(of("9999"));
  assert.deepEqual([unknown.durationSeconds, unknown.disposition], [0, null]);
  assert.deepEqual(decode(of("0600")), { kind: "undefined", reason: "duration: neither minutes nor seconds" });
  assert.equal(recordOf(of("9598")).durationSeconds, 9 * 3_600 + 59 * 60 + 48);
});

test("parts of a call of more than ten hours share an id when the same circuit carries on, and only then", () => {
  const context = freshContext("2026-03-02T20:00:00Z");
  decode("03/02", {}, context);
  const part = (time: string, duration: string, code: string, circuit = "005") =>
    recordOf(
      inColumns("teleseer", { ...OUTGOING, time, duration, "cond-code": code, "out-crt-id": circuit }),
      {},
      context,
    ).partOf;
  const first = part("1000", "9599", "4");
  assert.match(first ?? "", /^out-101-005-/);
  assert.doesNotMatch(first ?? "", /4211|0701740633/);
  assert.equal(part("1100", "0010", "7", "006"), null, "another circuit");
  assert.equal(part("1200", "1599", "7"), first);
  assert.equal(part("1300", "0010", "7"), null, "the call was over");
  part("1400", "9599", "4");
  assert.equal(part("1730", "0010", "7"), null, "hours apart");
});

test("a template that makes no sense is refused", () => {
  for (const template of ["", "time", "time:4", "time:4,dialed-num:0", "time:4,time:4,dialed-num:9", "colour:4"])
    assert.throws(() => avayaCmCdr.configure({ format: "customized", template }), { code: "bad-input" });
  assert.throws(() => avayaCmCdr.configure({ format: "customized" }), { code: "bad-input" });
  assert.throws(() => avayaCmCdr.configure({ template: TEMPLATE }), { code: "bad-input" });
});

const corpus = new URL("../../../../shared/corpus/avaya-cm-cdr/", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";
const fileOf = (name: string) =>
  decodeFile(avayaCmCdr, {}, readFileSync(new URL(name, corpus))).map(({ decoded }) =>
    decoded.kind === "records" ? decoded.records.flatMap(factsOf).slice(1) : "reason" in decoded ? decoded.reason : "",
  );

test("the TELESEER file of the corpus: an ARS call and two that came in, between NULs", { skip }, () => {
  assert.deepEqual(fileOf("teleseer-a.txt"), [
    "date line",
    [204, "out", "4211", "101-005", "calling 4211", "called 0701740605"],
    [12, "in", "4300", "102-011", "called 4300"],
    [4_500, "in", "4211", "102-012", "called 4211"],
    "blanks or NULs between records",
  ]);
});

test("the INT-ISDN file of the corpus: two lines a call", { skip }, () => {
  assert.deepEqual(fileOf("int-isdn-two-line-a.txt"), [
    [90, "in", "4300", "102-021", "calling 0313900612", "called 4300"],
    [372, "out", "4215", "101-009", "calling 4215", "called 0701740620"],
  ]);
});
