import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Decoded, DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { decodeFile, freshContext, recordsIn } from "../testing/decode-file.ts";
import { nortelMeridianCdr } from "./driver.ts";
import { specimens } from "./specimens.ts";

conformance(nortelMeridianCdr, {
  file: Buffer.concat([...specimens.frames]),
  record: ({ startedAt, answered, calling }) =>
    `${answered ? "N" : "B"} 001 00 T012004 DN2471 ${startedAt.slice(5, 10).replace("-", "/")} ${startedAt.slice(11)} 00:01:00.0\r\n & ${calling}xxxxxx 003.0.08.04\r\n`,
  withheld: [""],
  time: { why: "month, day and time of day of the start", lacks: "year" },
});

function decode(text: string, options: DriverOptions = {}): Decoded {
  return nortelMeridianCdr.configure(options)(Buffer.from(text), freshContext());
}

const factsOf = ({ startedAt, durationSeconds, direction, disposition, extension, trunk, values }: DecodedRecord) => [
  startedAt.toISOString(),
  durationSeconds,
  direction,
  disposition,
  extension,
  trunk,
  ...values.map((value) => `${value.role} ${value.text}`),
];

function facts(text: string, options: DriverOptions = {}): unknown[] {
  const decoded = decode(text, options);
  const [record] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(record, "reason" in decoded ? decoded.reason : decoded.kind);
  return factsOf(record);
}

const START = "2026-03-02T07:15:00.000Z";
const callsOf = (lines: readonly string[]): readonly DecodedRecord[] =>
  recordsIn(nortelMeridianCdr, {}, decodeFile(nortelMeridianCdr, {}, Buffer.from(lines.join("\r\n"))));

test("a simple call out, one that came in, an internal one and one that was abandoned", () => {
  const read = specimens.frames.map((frame) => frame.toString("latin1"));
  assert.deepEqual(facts(read[0] ?? ""), [
    START,
    60,
    "out",
    "answered",
    "2355",
    "T009-014",
    "calling 2355",
    "called 0701740633",
  ]);
  assert.deepEqual(facts(read[1] ?? ""), [
    START,
    60,
    "in",
    "answered",
    "2471",
    "T012-004",
    "called 2471",
    "calling 0701740605",
  ]);
  assert.deepEqual(facts(read[2] ?? ""), [
    START,
    0,
    "in",
    "no-answer",
    "2471",
    "T012-004",
    "called 2471",
    "calling 0701740605",
  ]);
  assert.deepEqual(facts(read[5] ?? ""), [
    START,
    60,
    "internal",
    "answered",
    "2355",
    null,
    "calling 2355",
    "called 2356",
  ]);
});

test("old and new format, BCM's and the one with a space in trunks tell the same call", () => {
  for (const parties of ["T012 004 2471", "T012004 DN2471", "T012004 2471", "A012004 DN2471  "])
    for (const time of ["08:15", "08:15:00"])
      for (const duration of ["00:01:00", "00:01:00.0"]) {
        const [at, seconds, direction, , extension, trunk] = facts(`N 001 00 ${parties} 03/02 ${time} ${duration}`);
        assert.deepEqual([at, seconds, direction, extension], [START, 60, "in", "2471"]);
        assert.match(String(trunk), /^[AT]012-004$/);
      }
  assert.equal(facts("N 001 00 2355 T009014 02/03 08:15 00:01:00 112", { date: "dmy" })[0], START);
  assert.equal(facts("N 001 00 2355 T009014 03/02 08:16 00:01:00 112", { time: "end" })[0], START);
});

test("digits of an incoming call are the caller's unless they end as the station's, and the second line knows better", () => {
  assert.deepEqual(facts("N 001 00 T012 004 2471 03/02 08:15 00:01:00 08462471").slice(6), [
    "called 2471",
    "dialled 08462471",
  ]);
  assert.deepEqual(
    facts(
      `N 001 00 T012004 DN2471 03/02 08:15 00:01:00 5550147\r\n& ${FICTION.mobile}xxxxxx 003.0.08 9772210\r\n`,
    ).slice(6),
    ["called 2471", `calling ${FICTION.mobile}`, "dialled 9772210", "dialled 5550147"],
  );
});

test("parts of a transferred call are one call: on its trunk, in any order of arrival, and never those of two calls", () => {
  const [call, ...none] = callsOf([
    "S 033 00 T012 005 6131 03/02 08:15 00:00:24 0846500442",
    "N 034 00 2355 T009 014 03/02 08:16 00:00:10 A 112",
    "X 035 00 T012 005 6132 03/02 08:17 00:00:36",
    "E 036 00 T012 005 2472 03/02 08:18 00:01:00 0846500442",
  ]).filter((record) => record.trunk === "T012-005");
  assert.equal(none.length, 0);
  assert.ok(call);
  assert.deepEqual(factsOf(call), [
    START,
    120,
    "in",
    "answered",
    "6131",
    "T012-005",
    "called 6131",
    "calling 0846500442",
    "transferred 6132",
    "transferred 2472",
  ]);
  assert.equal(call.partOf, null);

  const two = callsOf([
    "S 033 00 T012 005 6131 03/02 08:15 00:00:24 0846500442",
    "S 034 00 T012 005 6132 03/02 08:20 00:00:36 0701740605",
    "E 035 00 T012 005 2472 03/02 08:23 00:01:00 0701740605",
  ]);
  assert.equal(two.length, 2, "the end of the first was lost");
  assert.deepEqual(
    two.map((record) => [record.durationSeconds, record.partOf === null]),
    [
      [24, false],
      [96, true],
    ],
  );

  const [alone] = callsOf(["E 035 00 T012 005 2472 03/02 08:17 00:01:00 0701740605"]);
  assert.equal(alone?.partOf, "00-T012-005-2026-03-02T07:17:00", "its start is in another file");
  assert.doesNotMatch(alone?.partOf ?? "", /0701740605|2472/);
});

test("BCM tells no duration of transferred calls: it is the time between their parts", () => {
  const [call, ...none] = callsOf([
    "S 029 00 DN7447 T038000 03/02 08:15 0701740633",
    "E 030 00 T038000 DN2221 03/02 08:20",
  ]);
  assert.equal(none.length, 0);
  assert.ok(call);
  assert.deepEqual(factsOf(call).slice(0, 6), [START, 300, "out", "answered", "7447", "T038-000"]);
  const clid = callsOf(["N 029 00 T038000 DN7447 03/02 08:15 00:01:00", "0701740605xxxxxx"]);
  assert.deepEqual(clid.map(factsOf)[0]?.slice(6), ["called 7447", "calling 0701740605"]);
});

test("Norstar's lines tell who called and what became of it; its other steps are nothing", () => {
  assert.deepEqual(facts("*030226 081500 0019 7343 0701740605 Anna Prov U A"), [
    START,
    0,
    "in",
    "answered",
    "7343",
    "0019",
    "called 7343",
    "calling 0701740605",
    "calling Anna Prov",
  ]);
  assert.deepEqual(facts("*030226 081500 0019      0701740605 UNKNOWN U N").slice(3), [
    "no-answer",
    null,
    "0019",
    "calling 0701740605",
  ]);
  for (const event of ["G", "D", "T", "R"])
    assert.equal(decode(`*030226 081500 0019 7343 0701740605 Anna Prov U ${event}`).kind, "nothing");
  assert.equal(decode("*012398 234900 12345 H V").kind, "undefined");
});

test("codes, charges and notices are nothing; what is no record is undefined", () => {
  for (const type of "ACMITD") assert.equal(decode(`${type} 001 00 2355 03/02 08:15 123456`).kind, "nothing");
  const reason = (text: string) => {
    const decoded = decode(text);
    return "reason" in decoded ? decoded.reason : decoded.kind;
  };
  assert.match(reason("P 001 00 T012 004 2471 03/02 08:15 0701740605"), /^type/);
  assert.match(reason("N 001 00 T012 0x4 2471 03/02 08:15 00:01:00"), /^party/);
  assert.match(reason("N 001 00 T012 004 2471 02/30 08:15 00:01:00"), /^time/);
  assert.match(reason("N 001 00 T012 004 2471 03/02 08:15 00:61:00"), /^duration/);
});

const corpus = new URL("../../../../shared/corpus/nortel-meridian-cdr/meridian-a.txt", import.meta.url);
test("the file of the corpus: a call out, one in, and one that was transferred", {
  skip: existsSync(corpus) ? false : "the corpus is not beside the repository",
}, () => {
  const records = recordsIn(nortelMeridianCdr, {}, decodeFile(nortelMeridianCdr, {}, readFileSync(corpus)));
  assert.deepEqual(records.map(factsOf), [
    ["2025-11-04T06:46:00.000Z", 132, "out", "answered", "2355", "T009-014", "calling 2355", "called 0701740605"],
    ["2025-11-04T06:49:00.000Z", 37, "in", "answered", "2471", "T012-004", "called 2471", "calling 5550147"],
    [
      "2025-11-04T06:51:00.000Z",
      125,
      "in",
      "answered",
      "6131",
      "T012-005",
      "called 6131",
      "calling 5550147",
      "transferred 2472",
    ],
  ]);
});
