import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Decoded, DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { decodeFile, freshContext } from "../testing/decode-file.ts";
import { mitel3300Smdr } from "./driver.ts";
import { LEVEL_2, line, specimens } from "./specimens.ts";

/** `mm/dd hh:mm` or with seconds, as the record begins. */
const started = (local: string, to: number): string => `${local.slice(5, to).replace("-", "/")} `;
const unanswered = { duration: "00:00:00", answer: "****" };

conformance(mitel3300Smdr, {
  file: Buffer.concat(specimens.frames.flatMap((frame) => [frame, Buffer.from("\r\n")])),
  record: ({ startedAt, answered, calling }) =>
    line({ start: started(startedAt, 16), ani: calling, ...(answered ? {} : unanswered) }),
  withheld: ["", "PRIVATE"],
  time: { why: "month, day, hour and minute", resolution: "minute", lacks: "year" },
});

conformance(mitel3300Smdr, {
  file: specimens.frames[4] ?? "",
  record: ({ startedAt, answered, calling }) =>
    line({
      start: started(startedAt, 19),
      duration: answered ? "0000:01:00" : "0000:00:00",
      answer: answered ? "0008" : "****",
      ani: calling,
    }),
  withheld: [""],
  time: { why: "month, day and time of day", lacks: "year" },
});

function decode(text: string, options: DriverOptions = {}): Decoded {
  return mitel3300Smdr.configure(options)(Buffer.from(text), freshContext());
}

function recordOf(text: string, options: DriverOptions = {}): DecodedRecord {
  const decoded = decode(text, options);
  const [record] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(record, "reason" in decoded ? decoded.reason : decoded.kind);
  return record;
}

const factsOf = ({ direction, disposition, durationSeconds, ringSeconds, extension, trunk, values }: DecodedRecord) => [
  direction,
  disposition,
  durationSeconds,
  ringSeconds,
  extension,
  trunk,
  ...values.map((value) => `${value.role} ${value.text}`),
];
const facts = (text: string) => factsOf(recordOf(text));

test("Mitel's own examples are read as Mitel tells them", () => {
  const outgoing = line({
    start: "06/13 11:42 ",
    duration: "00:08:29",
    calling: "214",
    answer: "",
    digits: FICTION.mobile,
    status: "A",
    called: "T054",
    ani: "",
  });
  assert.deepEqual(facts(outgoing), [
    "out",
    "answered",
    509,
    null,
    "214",
    "T054",
    "calling 214",
    `called ${FICTION.mobile}`,
  ]);
  const incoming = line({ start: "01/30 03:10p", duration: "00:02:22", digits: "201", called: "201", ani: "" });
  assert.deepEqual(facts(incoming), ["in", "answered", 142, 8, "201", "T102", "called 201"]);
  assert.equal(recordOf(incoming).startedAt.toISOString(), "2026-01-30T14:10:00.000Z");
  const hunt = line({ calling: "X116", answer: " 007", digits: "63224", called: "224", ani: "" });
  assert.deepEqual(facts(hunt), ["in", "answered", 60, 7, "224", "X116", "called 224", "dialled 63224"]);
  const attendant = line({ calling: "T090", answer: "*009", digits: "", called: "ATT2", ani: "" });
  assert.deepEqual(facts(attendant), ["in", "answered", 60, 9, "ATT2", "T090"]);
});

test("every width tells the same call: 90, 101, 112, 120 columns, with seconds and without, trimmed or not", () => {
  const cells = { called: "204", ani: FICTION.mobile, dnis: "6004" };
  const expected = ["in", "answered", 60, 8, "204", "T102", `calling ${FICTION.mobile}`, "called 204", "dialled 6004"];
  for (const widths of [{}, { duration: "0000:01:00" }, LEVEL_2]) {
    const text = line({ ...cells, ...widths });
    assert.deepEqual(facts(text), expected);
    assert.deepEqual(facts(text.padEnd(160)), expected);
    assert.deepEqual(facts(text.trimStart()), expected);
  }
  assert.equal(recordOf(line({ ...LEVEL_2, ids: "A0001234 1" })).callId, "A0001234 1");
  const level1 = line({ ...LEVEL_2, ...cells }).replace("08:15:00 ", "08:15 ");
  assert.deepEqual(factsOf(recordOf(level1, { columns: "extended-reporting" })), expected);
  assert.deepEqual(factsOf(recordOf(line(cells), { columns: "standard" })), expected);
});

test("completion tells what became of a call", () => {
  const outcome = (cells: Parameters<typeof line>[0]) => recordOf(line({ ...unanswered, ...cells })).disposition;
  assert.equal(outcome({}), "no-answer");
  assert.equal(outcome({ status: "B" }), "busy");
  assert.equal(outcome({ status: "E" }), "failed");
  assert.equal(outcome({ status: "T" }), "no-answer");
  assert.equal(outcome({ calling: "204", called: "T054", answer: "", status: "T" }), "failed");
  assert.equal(outcome({ calling: "204", called: "T054", answer: "", status: "A" }), "answered");
  assert.equal(outcome({ calling: "204", called: "205", answer: "", status: "O" }), "busy");
});

test("a transfer's third party, an account and a call from trunk to trunk", () => {
  const text = line({ transfer: "T", third: "215", account: FICTION.landline });
  assert.deepEqual(facts(text).slice(6), [
    `calling ${FICTION.mobile}`,
    "called 204",
    "transferred 215",
    `redirecting ${FICTION.landline}`,
  ]);
  assert.equal(recordOf(line({ account: "1200" })).values.length, 2, "a short account is no person's");
  const tandem = recordOf(line({ called: "T054", digits: FICTION.other }));
  assert.deepEqual([tandem.direction, tandem.extension, tandem.trunk], [null, null, "T102"]);
});

test("meter pulses are no part of the number, and marks of long calls none of the date", () => {
  const text = line({
    mark: "+",
    calling: "204",
    answer: "",
    digits: FICTION.other,
    pulses: "00012",
    called: "T1",
    ani: "",
  });
  assert.deepEqual(facts(text).slice(6), ["calling 204", `called ${FICTION.other}`]);
  assert.equal(recordOf(line({ duration: "99:99:99" })).durationSeconds, 360_000);
});

test("a twelve-hour clock marks the afternoon; the day may come first", () => {
  const at = (start: string, options: DriverOptions = {}) => recordOf(line({ start }), options).startedAt.toISOString();
  assert.equal(at("03/01 12:05p"), "2026-03-01T11:05:00.000Z");
  assert.equal(at("03/01 12:05a"), "2026-02-28T23:05:00.000Z");
  assert.equal(at("03/01 01:05P"), "2026-03-01T12:05:00.000Z");
  assert.equal(at("01/03 12:05 ", { date: "dmy" }), "2026-03-01T11:05:00.000Z");
});

test("what does not stand in its columns is undefined and tells why", () => {
  const reason = (text: string) => {
    const decoded = decode(text);
    return "reason" in decoded ? decoded.reason : decoded.kind;
  };
  assert.match(reason("SMDR"), /^start/);
  assert.match(reason(line({ duration: "00:61:00" })), /^duration/);
  assert.match(reason(line({ answer: "12ab" })), /^answer/);
  assert.match(reason(line({ calling: "T1-2" })), /^party/);
  assert.match(reason(line().replace("0701740605", "070174060512")), /^columns/, "a number is never cut in two");
  assert.match(reason(line().replace("204  ", "204")), /^columns/);
});

const corpus = new URL("../../../../shared/corpus/mitel-3300-smdr/column-lines-a.txt", import.meta.url);
test("the real records: an internal call of a quarter of an hour, and a wrong number from outside", {
  skip: existsSync(corpus) ? false : "the corpus is not beside the repository",
}, () => {
  const records = decodeFile(mitel3300Smdr, {}, readFileSync(corpus)).flatMap(({ decoded }) =>
    decoded.kind === "records" ? decoded.records : [],
  );
  assert.deepEqual(
    records.map((record) => [record.startedAt.toISOString(), ...factsOf(record)]),
    [
      ["2026-02-04T12:13:16.000Z", "internal", "answered", 998, 3, "7411", null, "calling 7411", "called 7406"],
      ["2026-02-04T12:31:36.000Z", "in", "failed", 0, null, null, "T3", "called 94163759"],
    ],
  );
});
