import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Decoded, DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance, FICTION, later } from "../testing/conformance.ts";
import { decodeFile, freshContext } from "../testing/decode-file.ts";
import { panasonicSmdr } from "./driver.ts";
import { line, specimens } from "./specimens.ts";
import { named as people } from "../testing/told.ts";

const HEAD = "  Date     Time    Ext CO        Dial Number        Ring Duration  Acc code  CD ";

/** `mm/dd/yy` and `hh:mmAM` of a wall clock. */
function clock(local: string): { date: string; time: string } {
  const hour = Number(local.slice(11, 13));
  const shown = hour > 23 ? local.slice(11, 13) : String(hour % 12 || 12).padStart(2, "0");
  return {
    date: `${local.slice(5, 7)}/${local.slice(8, 10)}/${local.slice(2, 4)}`,
    time: `${shown}:${local.slice(14, 16)}${hour < 12 ? "AM" : "PM"}`,
  };
}

conformance(panasonicSmdr, {
  file: [HEAD, "-".repeat(80), ...specimens.frames.map((frame) => frame.toString("latin1"))].join("\r\n"),
  record: ({ startedAt, answered, calling }) =>
    line({
      ...clock(later(startedAt, answered ? 120 : 60)),
      dial: `<I>${calling}`,
      ...(answered ? {} : { duration: "00:00'00", code: "NA" }),
    }),
  withheld: ["", "PRIVATE", "Out of Area"],
  time: { why: "date, hours and minutes of the end", resolution: "minute" },
});

conformance(panasonicSmdr, {
  options: { model: "ta" },
  file: line({ time: "*9:24AM", dial: "< incoming >0701740605" }, "TA"),
  record: ({ startedAt, answered, calling }) =>
    line({ ...clock(startedAt), dial: `< incoming >${calling}`, duration: answered ? "00:01'00" : "00:00'00" }, "TA"),
  withheld: [""],
  time: { why: "date, hours and minutes of the start", resolution: "minute" },
});

function decode(text: string, options: DriverOptions = {}): Decoded {
  return panasonicSmdr.configure(options)(Buffer.from(text, "latin1"), freshContext());
}

function recordOf(text: string, options: DriverOptions = {}): DecodedRecord {
  const decoded = decode(text, options);
  const [record] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(record, "reason" in decoded ? decoded.reason : decoded.kind);
  return record;
}

const named = (dial: string, pattern: Parameters<typeof line>[1] = "C") => people(recordOf(line({ dial }, pattern)));

test("patterns A, B and C and the list of TA are told by their columns", () => {
  const expected = ["called phone 1202", `calling phone ${FICTION.mobile}`];
  for (const pattern of ["A", "B", "C", "TA"] as const) {
    const record = recordOf(line({}, pattern));
    assert.deepEqual(people(record), expected, pattern);
    assert.deepEqual([record.direction, record.extension, record.durationSeconds], ["in", "1202", 60]);
    assert.equal(record.trunk, pattern === "C" ? "0002" : "02");
    assert.equal(record.ringSeconds, pattern === "A" || pattern === "C" ? 60 : null);
  }
  assert.equal(recordOf(line({ cost: "00560.00EUR", account: "98765" }, "C")).costCents, 56_000);
  assert.equal(recordOf(line({ cost: "00005.60EU" }, "B")).costCents, 560);
});

test("TDA and later tell when a call ended, TA when it began; the site may know better", () => {
  const at = (text: string, options: DriverOptions = {}) => recordOf(text, options).startedAt.toISOString();
  assert.equal(at(line()), "2026-03-02T07:15:00.000Z");
  assert.equal(at(line({}, "TA")), "2026-03-02T07:17:00.000Z");
  assert.equal(at(line({}, "TA"), { model: "tda" }), "2026-03-02T07:16:00.000Z");
  assert.equal(at(line(), { model: "ta" }), "2026-03-02T07:17:00.000Z");
  assert.equal(at(line(), { time: "start" }), "2026-03-02T07:17:00.000Z");
  assert.equal(at(line({ date: "02/03/26" }), { date: "dmy" }), "2026-03-02T07:15:00.000Z");
  assert.equal(at(line({ date: "26/03/02" }), { date: "ymd" }), "2026-03-02T07:15:00.000Z");
  assert.equal(at(line({ time: "20:17" })), "2026-03-02T19:15:00.000Z");
  assert.equal(at(line({ time: "12:17AM" })), "2026-03-01T23:15:00.000Z");
});

test("names and numbers of callers and of direct lines are told apart", () => {
  assert.deepEqual(named("<I>ABC COMPANY0701740605").slice(1), [
    "calling name ABC COMPANY",
    `calling phone ${FICTION.mobile}`,
  ]);
  assert.deepEqual(named("<I> 0701740605 MARY PROV").slice(1), [
    `calling phone ${FICTION.mobile}`,
    "calling name MARY PROV",
  ]);
  assert.deepEqual(named("<D>CDE9876<I>Q COMPANY").slice(1), [
    "calling name Q COMPANY",
    "dialled name CDE",
    "dialled phone 9876",
  ]);
  assert.deepEqual(named("< DISA incoming >0701740605", "TA").slice(1), [`calling phone ${FICTION.mobile}`]);
  assert.deepEqual(named("<INCOMING>").slice(1), []);
  assert.deepEqual(named("<I>S003").slice(1), []);
});

test("what was dialled is read without pauses and codes, hidden digits stay as written, and a transfer has a target", () => {
  assert.deepEqual(named("9P0701740633"), ["calling phone 1202", `called phone ${FICTION.other}`]);
  assert.deepEqual(named("0=0846500442P198112").slice(1), [`called phone ${FICTION.landline}`, "dialled phone 198112"]);
  assert.deepEqual(named("0701740633-1235").slice(1), [`called phone ${FICTION.other}`, "transferred phone 1235"]);
  assert.deepEqual(named("070..............").slice(1), ["called phone 070.............."]);
  assert.deepEqual(named("070174XX").slice(1), ["called phone 070174XX"]);
  assert.deepEqual(named("081. . .2277", "TA").slice(1), ["called phone 081. . .2277"]);
  const intercom = recordOf(line({ dial: "EXT1235", co: "", ring: "" }));
  assert.deepEqual([intercom.direction, intercom.trunk], ["internal", null]);
  assert.deepEqual(people(intercom), ["calling phone 1202", "called phone 1235"]);
});

test("the extension's columns may hold a verified code, a doorphone, a tie line or an answering machine", () => {
  const of = (ext: string) => {
    const record = recordOf(line({ ext, dial: FICTION.other }));
    return [record.extension, record.trunk, ...people(record).slice(0, -1)];
  };
  assert.deepEqual(of("*123"), [null, "02"]);
  assert.deepEqual(of("D001"), ["D001", "02"]);
  assert.deepEqual(of("T001"), [null, "02"]);
  assert.deepEqual(of("103B"), ["103", "02", "calling phone 103"]);
  assert.equal(recordOf(line({ ext: "T001", co: "", dial: FICTION.other })).trunk, "T001");
});

test("events are no calls: log-in, rooms, reminders, calls that are told again when they end, heads of pages", () => {
  for (const dial of ["LOG IN", "LOG OUT", "In the office", "Check in", "Check out", "Timed Reminder/No Answer"])
    assert.deepEqual(decode(line({ dial, co: "", ring: "", duration: "" })), {
      kind: "nothing",
      reason: "an event and no call",
    });
  for (const text of [HEAD, "-".repeat(80), "-SMDR", "\f", "Date     Time    Ext. CO Dial number      Duration Code"])
    assert.equal(decode(text).kind, "nothing", text);
  assert.equal(decode("06/24/26 10:03AM 103 03 <I> 0701740605 MARY PROV            RC").kind, "nothing");
  assert.equal(decode("06/24/26 10:03AM 103 03 <I> 0701740605 TONY         0'20    AN").kind, "nothing");
});

test("a clock that was set too often is written as stars: the time is that of reception, the duration unknown", () => {
  const record = recordOf(line({ date: "**/**/**", time: "**:****", ring: "*'**", duration: "**:**'**" }));
  assert.equal(record.startedAt.toISOString(), "2026-03-02T09:00:00.000Z");
  assert.deepEqual([record.durationSeconds, record.ringSeconds, record.disposition], [0, null, null]);
  assert.deepEqual(people(record), ["called phone 1202", `calling phone ${FICTION.mobile}`]);
});

test("account codes of six digits and more may be people's, and what is damaged is undefined", () => {
  assert.deepEqual(
    people(recordOf(line({ account: FICTION.landline }))).at(-1),
    `redirecting phone ${FICTION.landline}`,
  );
  assert.equal(people(recordOf(line({ account: "7719" }))).length, 2);
  const reason = (text: string) => {
    const decoded = decode(text);
    return "reason" in decoded ? decoded.reason : decoded.kind;
  };
  assert.match(reason("31/31/26 08:17AM"), /^start/);
  assert.match(reason(line({ duration: "00:61'00" })), /^duration/);
  assert.match(reason(line({ dial: FICTION.other, duration: "" })), /^duration|^columns/);
  assert.match(reason(line({ ext: "1202123" })), /^columns|^duration|^start/);
});

const corpus = new URL("../../../../shared/corpus/panasonic-smdr/", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";
const fileOf = (name: string) =>
  decodeFile(panasonicSmdr, {}, readFileSync(new URL(name, corpus))).map(({ decoded }) =>
    decoded.kind === "records"
      ? decoded.records.flatMap((record) => [
          record.startedAt.toISOString(),
          record.direction,
          record.durationSeconds,
          record.disposition,
          ...people(record),
        ])
      : decoded.kind,
  );

test("the TDA file of the corpus", { skip }, () => {
  assert.deepEqual(fileOf("tda-pattern-a-1.txt"), [
    "nothing",
    "nothing",
    ["2025-11-04T08:10:36.000Z", "out", 204, "answered", "calling phone 1201", "called phone 0701740605"],
    ["2025-11-04T08:18:48.000Z", "in", 65, "answered", "called phone 1202", "calling phone 0701740699"],
    ["2025-11-04T08:30:20.000Z", "in", 0, "no-answer", "called phone 1203"],
  ]);
});

test("the TA616 file of the corpus", { skip }, () => {
  assert.deepEqual(fileOf("ta616-a.txt"), [
    "nothing",
    ["2025-11-04T08:14:00.000Z", "out", 27, "answered", "calling phone 103", "called phone 0701740605"],
    ["2025-11-04T08:20:00.000Z", "in", 151, "answered", "called phone 103"],
    ["2025-11-04T08:24:00.000Z", "in", 312, "answered", "called phone 101"],
    ["2025-11-04T13:17:00.000Z", "out", 9, "answered", "calling phone 104", "called phone 081. . .2277"],
  ]);
});

test("DBS and DBS 576 tell the start, whole seconds and by a letter what the call was", () => {
  const dbs = (letter: string, dial: string) =>
    recordOf(`${letter} 03/02 09:15:00 00:01.30 204 ${dial.padEnd(28)} 987654     V0001 03`);
  const out = dbs("O", FICTION.mobile);
  assert.deepEqual(people(out), ["calling phone 204", `called phone ${FICTION.mobile}`, "redirecting phone 987654"]);
  assert.deepEqual(
    [out.startedAt.toISOString(), out.durationSeconds, out.direction, out.extension, out.trunk],
    ["2026-03-02T08:15:00.000Z", 90, "out", "204", "03"],
  );
  assert.deepEqual(people(dbs("I", "Private")).slice(0, 1), ["called phone 204"]);
  assert.deepEqual([dbs("I", FICTION.other).direction, dbs("T", FICTION.other).direction], ["in", null]);

  const line576 = (letter: string, dial: string, more = "") =>
    recordOf(`${letter} 03/02 09:15:00 00:01:30 1204 *005 ${dial.padEnd(24)} ${"".padEnd(10)} V001 ${more}`);
  const came = line576("D", "I4421204", `${FICTION.mobile.padEnd(16)} 12 00:07`);
  assert.deepEqual(people(came), ["called phone 1204", `calling phone ${FICTION.mobile}`, "dialled phone 4421204"]);
  assert.deepEqual([came.ringSeconds, came.direction, came.trunk], [7, "in", "*005"]);
  assert.deepEqual(people(line576("T", FICTION.other)), ["calling phone 1204", `called phone ${FICTION.other}`]);
  const lost = line576("A", FICTION.mobile);
  assert.deepEqual([lost.disposition, lost.durationSeconds, lost.ringSeconds], ["no-answer", 0, 90]);
  assert.match(JSON.stringify(decode("O 02/30 09:15:00 00:01:30 1204 005 ")), /start/);
});
