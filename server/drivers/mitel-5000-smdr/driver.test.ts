import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { conformance, FICTION } from "../testing/conformance.ts";
import type { Decoded, DecodedRecord, DriverOptions } from "../driver.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { mitel5000Smdr } from "./driver.ts";
import { counted, line } from "./specimens.ts";

const call = ({ startedAt, answered, calling }: { startedAt: string; answered: boolean; calling: string }): string =>
  line({
    type: "IN",
    extension: answered ? "11202" : "*****",
    digits: answered ? calling : `Ring... ${calling}`,
    start: startedAt.slice(11, 16),
    elapsed: answered ? "00:01:00" : "00:00:23",
  });
const TIME = { why: "a record holds hour and minute and no date", resolution: "minute", lacks: "date" } as const;
const FILE = [
  line(),
  line({ type: "IN", digits: "\u00c5sa \u00d6berg" }),
  call({ startedAt: "2026-03-02 08:15:00", answered: false, calling: FICTION.mobile }),
];

conformance(mitel5000Smdr, {
  file: Buffer.concat(FILE.map(counted)),
  record: (of) => counted(call(of)),
  withheld: ["", "PRIVATE", "Out of area"],
  time: TIME,
});

conformance(mitel5000Smdr, {
  options: { model: "lines" },
  file: ["TYP EXT#  TRUNK DIALED DIGITS                START ELAPSED  COST   ACCOUNT CODE", ...FILE].join("\r\n"),
  record: call,
  withheld: ["", "PRIVATE"],
  time: TIME,
});

const decode = (text: string, options: DriverOptions = { model: "lines" }): Decoded =>
  mitel5000Smdr.configure(options)(Buffer.from(text, "latin1"), {
    receivedAt: new Date("2026-03-02T09:00:00Z"),
    timeZone: "Europe/Stockholm",
    state: {},
  });

function record(text: string): DecodedRecord {
  const decoded = decode(text);
  const [first] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(first, "reason" in decoded ? decoded.reason : "no record");
  return first;
}
const people = (text: string): string[] =>
  record(text).values.map((value) => `${value.role} ${value.class} ${value.text}`);

test("types tell the direction, and the digits whom they name", () => {
  for (const type of ["LOC", "TLC", "TLD", "O/I", "OP", "INT", "FRE", "000"]) {
    assert.equal(record(line({ type })).direction, "out", type);
    assert.deepEqual(people(line({ type })), ["calling phone 11202", `called phone ${FICTION.other}`]);
  }
  assert.equal(record(line({ type: "IN" })).direction, "in");
  assert.deepEqual(people(line({ type: "IN", digits: FICTION.mobile })), [
    "called phone 11202",
    `calling phone ${FICTION.mobile}`,
  ]);
  assert.deepEqual(people(line({ type: "IN", digits: "Anna Prov" })), ["called phone 11202", "calling name Anna Prov"]);
  assert.deepEqual(people(line({ type: "DID", digits: FICTION.landline })), [
    "called phone 11202",
    `dialled phone ${FICTION.landline}`,
  ]);
  for (const type of ["CNF", "NET"]) assert.equal(record(line({ type })).direction, null);
});

test("an unanswered ring lasts no time, and that of an answered call is told by its own record", () => {
  const ring = { type: "IN", digits: `Ring... ${FICTION.mobile}`, elapsed: "00:00:23" };
  const missed = record(line({ ...ring, extension: "*****" }));
  assert.deepEqual(
    [missed.durationSeconds, missed.ringSeconds, missed.disposition, missed.extension],
    [0, 23, "no-answer", null],
  );
  assert.deepEqual(people(line({ ...ring, extension: "*****" })), [`calling phone ${FICTION.mobile}`]);
  assert.equal(decode(line(ring)).kind, "nothing");
});

test("the length of a call comes in hours, in seconds, or in hours and minutes", () => {
  const lengths = { "01:02:03": 3_723, "S=000060": 60, "S=    60": 60, "300:05": 1_080_300 };
  for (const [elapsed, seconds] of Object.entries(lengths))
    assert.equal(record(line({ elapsed })).durationSeconds, seconds, elapsed);
});

test("a trunk in the extension's column is no station", () => {
  const tandem = record(line({ extension: "94007" }));
  assert.deepEqual(
    [tandem.extension, tandem.trunk, tandem.values.map((value) => value.role)],
    [null, "94003", ["called"]],
  );
});

test("cost, suppressed digits, a cut number and the star of the trunk", () => {
  assert.equal(record(line({ cost: "$01.25" })).costCents, 125);
  assert.equal(record(line({ cost: "$12345" })).costCents, 1_234_500);
  for (const cost of ["", "$$$$$$"]) assert.equal(record(line({ cost })).costCents, null);
  const long = "9".repeat(27);
  assert.deepEqual(people(line({ digits: `${long}>` }))[1], `called phone ${long}`);
  assert.deepEqual(people(line({ account: `${FICTION.mobile}  *` }))[2], `redirecting phone ${FICTION.mobile}`);
  assert.equal(people(line({ account: "1234        *" })).length, 2);
});

test("a call of the evening before is received after midnight", () => {
  assert.equal(record(line({ start: "23:59" })).startedAt.toISOString(), "2026-03-01T22:59:00.000Z");
  assert.equal(record(line({ start: "10:50" })).startedAt.toISOString(), "2026-03-02T09:50:00.000Z");
});

test("records with and without a count are told apart by themselves", () => {
  const text = FILE.join("\r\n");
  for (const file of [
    Buffer.concat(FILE.map(counted)),
    Buffer.from(`${text}\r\n`, "latin1"),
    Buffer.from(text, "latin1"),
  ]) {
    const decoded = decodeFile(mitel5000Smdr, {}, file).map((each) => each.decoded);
    assert.deepEqual(
      decoded.map((each) => each.kind),
      ["records", "records", "records"],
    );
  }
});

test("damaged records are told apart without quoting them", () => {
  const reasons: Record<string, string> = {
    [line({ type: "XYZ" })]: "type: a word that is not known",
    [line({ start: "25:00" })]: "start: no hour and minute",
    [line({ elapsed: "soon" })]: "elapsed: no length of a call",
  };
  for (const [text, reason] of Object.entries(reasons)) assert.deepEqual(decode(text), { kind: "undefined", reason });
  assert.deepEqual(decode("\x05\0\0\0short", {}), { kind: "undefined", reason: "length: no whole record" });
});

const corpus = new URL("../../../../shared/corpus/mitel-5000-smdr/smdr5000-doc-record.hex.txt", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

test("the vendor's example comes out as it reads", { skip }, () => {
  const bytes = Buffer.from(readFileSync(corpus, "latin1").replace(/\s/g, ""), "hex");
  const [only, ...more] = decodeFile(mitel5000Smdr, {}, bytes).map((each) => each.decoded);
  assert.ok(only?.kind === "records" && more.length === 0);
  const [read] = only.records;
  assert.deepEqual(
    [
      read?.startedAt.toISOString(),
      read?.durationSeconds,
      read?.direction,
      read?.extension,
      read?.trunk,
      read?.costCents,
    ],
    ["2026-03-02T07:36:00.000Z", 3, "out", "11202", "94003", 0],
  );
  assert.deepEqual(
    read?.values.map((value) => `${value.role} ${value.text}`),
    ["calling 11202", "called 961-9000"],
  );
});
