import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { conformance, FICTION, later } from "../testing/conformance.ts";
import type { Decoded, DecodedRecord, DriverOptions } from "../driver.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { necSmdr } from "./driver.ts";
import { fixedBlock, flexibleBlock, specimens } from "./specimens.ts";

/** `YYYY-MM-DD HH:MM:SS` as MMDDhhmmss. */
const digitsOf = (local: string): string => local.slice(5).replace(/\D/g, "");

function incoming(startedAt: string, calling: string): string {
  const end = later(startedAt, 60);
  return fixedBlock("KE", {
    5: "010",
    8: "007",
    11: "2",
    14: "205",
    20: digitsOf(startedAt),
    30: digitsOf(end),
    98: calling,
    116: startedAt.slice(2, 4),
    118: end.slice(2, 4),
  });
}

conformance(necSmdr, {
  file: Buffer.concat([...specimens.frames.flatMap((frame) => [frame, Buffer.from("\r\n")])]),
  record: ({ startedAt, calling }) => incoming(startedAt, calling),
  withheld: [""],
  exceptions: { unanswered: "calls that nobody answered are not written" },
});

/** A line of the text report, in the columns of the manual. */
function line(cells: {
  type?: string;
  time?: string;
  date?: string;
  trunk?: string;
  duration?: string;
  station?: string;
  number?: string;
  account?: string;
}): string {
  const {
    type = "PIN",
    time = "08:15",
    date = "",
    trunk = "001",
    duration = "00:01:00",
    station = "204",
    number = FICTION.mobile,
    account = "",
  } = cells;
  const place = date === "" ? trunk.padEnd(10) : `${date} ${trunk.padEnd(4)}`;
  return `${type.padEnd(5)}${time} ${place} ${duration.padEnd(8)} ${station.padEnd(10)} ${number.padEnd(20)} ${account}`.trimEnd();
}

const PAGE = `${"".padEnd(60)}03/02/2026 PAGE 001\r\nCLASS TIME DATE  LINE DURATION  STATION     DIALLED No./CLI    ACCOUNT\r\n\r\n`;

conformance(necSmdr, {
  options: { model: "sl" },
  file: `${PAGE}${[
    line({ date: "03/02" }),
    line({ type: "POT", date: "03/02", number: FICTION.other, account: "08754" }),
    line({ date: "03/02", account: "Åsa Öberg" }),
    `${line({ date: "03/02" })}\r\nNEXT Åsa Öberg`,
    line({ type: "IVIN", date: "03/02", duration: "", station: "", account: "NO ANSWER" }),
  ].join("\r\n")}\r\n`,
  record: ({ startedAt, answered, calling }) =>
    line({
      time: startedAt.slice(11, 16),
      date: `${startedAt.slice(5, 7)}/${startedAt.slice(8, 10)}`,
      duration: answered ? "00:01:00" : "",
      station: answered ? "204" : "",
      number: calling,
      account: answered ? "" : "NO ANSWER",
    }),
  withheld: ["", "PRIVATE", "Unknown"],
  time: { why: "the report writes month, day, hour and minute", resolution: "minute", lacks: "year" },
});

const fresh = () => ({ receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} });
const decode = (text: string, options: DriverOptions = {}, context = fresh()): Decoded =>
  necSmdr.configure(options)(Buffer.from(text, "latin1"), context);

function record(text: string, options: DriverOptions = {}): DecodedRecord {
  const decoded = decode(text, options);
  const [first] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(first, "reason" in decoded ? decoded.reason : "no record");
  return first;
}
const factsOf = ({ startedAt, durationSeconds, direction, disposition, extension, trunk, values }: DecodedRecord) => [
  startedAt.toISOString(),
  durationSeconds,
  direction,
  disposition,
  extension,
  trunk,
  ...values.map((value) => `${value.role} ${value.class} ${value.text}`),
];
const START = "2026-03-02T07:15:00.000Z";

test("each kind of block is read as NEC lays it out", () => {
  const facts = specimens.frames.map((frame) => factsOf(record(frame.toString("latin1"))));
  assert.deepEqual(facts, [
    [START, 60, "out", "answered", "204", "010-004", "calling phone 204", "called phone 00701740633"],
    [
      "2026-10-25T00:30:00.000Z",
      60,
      "in",
      "answered",
      "205",
      "010-007",
      "calling phone 0701740605",
      "called phone 205",
    ],
    [START, 60, "internal", "answered", "204", null, "calling phone 204", "called phone 207"],
    [
      "2026-10-25T00:30:00.000Z",
      60,
      "in",
      "answered",
      "205",
      "010-007",
      "calling phone 0846500442",
      "called phone 205",
    ],
    [START, 60, "out", "answered", "204", "010-004", "calling phone 204", "called phone 0701740633"],
    [START, 60, "in", "answered", "205", "010-007", "calling phone 0701740605", "called phone 205"],
    [START, 60, "internal", "answered", "204", null, "calling phone 204", "called phone 207"],
  ]);
});

test("a call that only passes through has no station, and its caller is the number presented", () => {
  const times = { 20: "0302081500", 30: "0302081600", 116: "26", 118: "26" };
  const facts = factsOf(
    record(
      fixedBlock(
        "KH",
        { ...times, 5: "010", 8: "004", 11: "2", 14: "011003", 62: "0701740633", 133: FICTION.landline },
        166,
      ),
    ),
  );
  assert.deepEqual(facts.slice(2), [
    null,
    "answered",
    null,
    "010-004",
    "called phone 0701740633",
    `calling phone ${FICTION.landline}`,
  ]);
});

test("codes are values only when they are as long as a number", () => {
  const times = { 20: "0302081500", 30: "0302081600", 116: "26", 118: "26", 14: "204", 62: "112" };
  const block = fixedBlock("KA", { ...times, 40: FICTION.other, 106: "12345" });
  assert.deepEqual(factsOf(record(block)).slice(6), [
    "calling phone 204",
    "called phone 112",
    `redirecting phone ${FICTION.other}`,
  ]);
});

test("a call over the hour that comes twice, over new year and without a year has its own length", () => {
  const timed = (start: string, end: string, years: Record<number, string>) =>
    record(fixedBlock("KA", { 14: "204", 20: start, 30: end, 62: "112", ...years }));
  assert.equal(timed("1025025930", "1025020030", { 116: "26", 118: "26" }).durationSeconds, 60);
  assert.equal(timed("1231235930", "0101000030", { 116: "25", 118: "26" }).durationSeconds, 60);
  const open = timed("0302081500", "0302081600", {});
  assert.deepEqual([open.startedAt.toISOString(), open.durationSeconds], [START, 60]);
  assert.equal(
    decode(fixedBlock("KA", { 14: "204", 20: "0302081500", 30: "0302061600", 62: "112" })).kind,
    "undefined",
  );
});

test("a length that does not lead to the next element makes the block undefined", () => {
  const good = flexibleBlock("KL", { "04": "0001205   ", "06": "20260302081500000".repeat(2), "07": "1234567890" });
  assert.equal(decode(good).kind, "records");
  for (const damaged of [
    good.replace("0710", "0711"),
    good.replace("0710", "0709"),
    good.replace("0410", "0499"),
    good.replace("0410", "0610"),
  ])
    assert.deepEqual(decode(damaged), { kind: "undefined", reason: "length: an element does not fit into its record" });
});

test("what is no block is told apart", () => {
  const reasons: Record<string, [Decoded["kind"], string]> = {
    "\x7f": ["nothing", "check byte"],
    "0!KA\x03": ["undefined", "block: no STX before it"],
    "\x020!KA": ["undefined", "block: no ETX after it"],
    "\x020!XA\x03": ["undefined", "block: no call record"],
    "\x020!KZ\x03": ["undefined", "type: a kind of record that is not known"],
    "\x020!KA\x03": ["undefined", "length: not as long as its kind is"],
  };
  for (const [text, [kind, reason]] of Object.entries(reasons)) assert.deepEqual(decode(text), { kind, reason });
});

const SL = { model: "sl" };

test("the report's classes tell direction and outcome", () => {
  const facts = (cells: Parameters<typeof line>[0]) => factsOf(record(line({ date: "03/02", ...cells }), SL)).slice(1);
  assert.deepEqual(facts({}), [
    60,
    "in",
    "answered",
    "204",
    "001",
    "called phone 204",
    `calling phone ${FICTION.mobile}`,
  ]);
  assert.deepEqual(facts({ type: "IVOTP", number: FICTION.other }).slice(1, 3), ["out", "answered"]);
  assert.deepEqual(facts({ type: "ICM", trunk: "", number: "205" }), [
    60,
    "internal",
    "answered",
    "204",
    null,
    "calling phone 204",
    "called phone 205",
  ]);
  assert.deepEqual(facts({ type: "PTRS" }).slice(1, 2), [null]);
  assert.deepEqual(facts({ type: "BRD", duration: "", number: FICTION.other }).slice(0, 3), [0, "out", "failed"]);
  assert.deepEqual(facts({ duration: "", station: "", account: "NO ANSWER" }), [
    0,
    "in",
    "no-answer",
    null,
    "001",
    `calling phone ${FICTION.mobile}`,
  ]);
  for (const type of ["ALB", "BFL"]) assert.equal(decode(line({ type }), SL).kind, "nothing");
});

test("names of stations and callers are found in every column they may stand in", () => {
  const people = (text: string) => record(text, SL).values.map((value) => `${value.role} ${value.class} ${value.text}`);
  assert.deepEqual(people(line({ date: "03/02", station: "Reception", account: "NECinfrontia" })), [
    "called name Reception",
    `calling phone ${FICTION.mobile}`,
    "calling name NECinfrontia",
  ]);
  assert.deepEqual(people(`${line({ date: "03/02" })}\r\nNEXT Anna Prov\r\n`).slice(2), ["calling name Anna Prov"]);
});

test("without a date in its lines a report is of the day of its page, else of the day it was received", () => {
  const context = fresh();
  const page = `${"".padEnd(60)}12/24/2025 PAGE 001\r\n`;
  assert.deepEqual(decode(page, SL, context), { kind: "nothing", reason: "head of a page" });
  const dayOf = (decoded: Decoded) => (decoded.kind === "records" ? decoded.records[0]?.startedAt.toISOString() : null);
  assert.equal(dayOf(decode(line({}), SL, context)), "2025-12-24T07:15:00.000Z");
  assert.equal(dayOf(decode(line({}), SL)), START);
  assert.equal(dayOf(decode(line({ time: "23:15" }), SL)), "2026-03-01T22:15:00.000Z");
  assert.equal(dayOf(decode(line({ date: "02/03" }), { ...SL, date: "dmy" })), START);
});

test("the report is told from blocks by itself", () => {
  const file = Buffer.concat([
    Buffer.from(`${PAGE}${line({ date: "03/02" })}\r\n${line({ date: "03/02", account: "NO ANSWER" })}\r\n`),
    specimens.frames[0] ?? Buffer.alloc(0),
  ]);
  const kinds = decodeFile(necSmdr, {}, file).map((each) => each.decoded.kind);
  assert.deepEqual(kinds, ["nothing", "nothing", "nothing", "records", "records", "records"]);
});

const corpus = new URL("../../../../shared/corpus/nec-smdr/", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

test("the public records, shortened by hand so that their lengths are wrong, are undefined and tell why", {
  skip,
}, () => {
  for (const file of ["KKrecord.smdr", "KLrecord.smdr"]) {
    const decoded = decodeFile(necSmdr, {}, readFileSync(new URL(file, corpus))).map((each) => each.decoded);
    assert.deepEqual(decoded, [{ kind: "undefined", reason: "length: an element does not fit into its record" }]);
  }
});

test("a report in other columns is undefined, and no piece of its duration is taken for a station", () => {
  const shifted = "POT  14:06 10/22 101      00:00:07 213        404";
  const decoded = decode(shifted);
  assert.match("reason" in decoded ? decoded.reason : decoded.kind, /^columns/);
});
