import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { conformance, FICTION } from "../testing/conformance.ts";
import type { Decoded, DecodedRecord, DriverOptions } from "../driver.ts";
import { framingOf } from "../catalogue.ts";
import { createFramer } from "../framing.ts";
import { asteriskCdrCsv } from "./driver.ts";

const START = "2026-03-02 08:15:00";

/** A line of cdr_csv with all 18 columns; what is not named is a plain answered call from outside. */
function line(cells: Partial<Record<string, string>> = {}, more: readonly string[] = []): string {
  const all = {
    accountcode: "",
    src: FICTION.mobile,
    dst: "204",
    dcontext: "from-trunk",
    clid: `"Anna Prov" <${cells.src ?? FICTION.mobile}>`,
    channel: "PJSIP/telia-0000001e",
    dstchannel: "PJSIP/204-0000001f",
    lastapp: "Dial",
    lastdata: "PJSIP/204,30,Tt",
    start: START,
    answer: START,
    end: START,
    duration: "73",
    billsec: "60",
    disposition: "ANSWERED",
    amaflags: "DOCUMENTATION",
    uniqueid: "1772435700.12",
    userfield: "",
    ...cells,
  };
  return [...Object.values(all), ...more].map((cell) => `"${(cell ?? "").replaceAll('"', '""')}"`).join(",");
}

conformance(asteriskCdrCsv, {
  file: [
    line(),
    line({ clid: '"Åsa ""Kapten"" Öberg" <0701740605>', src: FICTION.mobile }),
    line({ src: "204", dst: "90701740633", dcontext: "from-internal", lastdata: "PJSIP/0701740633@telia,300" }),
    line({ userfield: "two\nlines" }, ["peer", "1772435700.9", "7"]),
  ].join("\r\n"),
  record: ({ startedAt, answered, calling }) =>
    line({
      start: startedAt,
      answer: answered ? startedAt : "",
      src: calling,
      clid: calling,
      billsec: answered ? "60" : "0",
      disposition: answered ? "ANSWERED" : "NO ANSWER",
    }),
  withheld: ["", "anonymous", "Restricted", "unknown"],
});

const decode = (text: string, options: DriverOptions = {}): Decoded =>
  asteriskCdrCsv.configure(options)(Buffer.from(text), fresh());
const fresh = () => ({ receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} });

function record(text: string, options: DriverOptions = {}): DecodedRecord {
  const decoded = decode(text, options);
  const [first] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(first, "reason" in decoded ? decoded.reason : "no record");
  return first;
}

const named = (text: string, options: DriverOptions = {}): string[] =>
  record(text, options).values.map((value) => `${value.role} ${value.class} ${value.text}`);

test("every number of cdr_csv's settings gives the same call: 16 to 21 columns", () => {
  const base = line().split(",").slice(0, -2);
  const tails: Record<number, readonly string[]> = {
    16: [],
    17: ['"1772435700.12"'],
    18: ['"1772435700.12"', '"x"'],
    19: ['"peer"', '"1772435700.9"', '"7"'],
    20: ['"1772435700.12"', '"peer"', '"1772435700.9"', '"7"'],
    21: ['"1772435700.12"', '"x"', '"peer"', '"1772435700.9"', "7"],
  };
  for (const [count, tail] of Object.entries(tails)) {
    const read = record([...base.slice(0, 8), '"PJSIP/204"', ...base.slice(-7), ...tail].join(","));
    assert.equal(read.durationSeconds, 60);
    assert.equal(read.callId, Number(count) === 16 || Number(count) === 19 ? null : "1772435700.12", count);
    assert.equal(read.partOf, Number(count) >= 19 ? "1772435700.9" : null, count);
  }
});

test("the PBX's own figures stand, even where they cannot be: more talk than duration", () => {
  const read = record(line({ duration: "5", billsec: "7" }));
  assert.deepEqual([read.durationSeconds, read.ringSeconds], [7, null]);
});

test("every disposition has its word, and one Asterisk never writes is not guessed", () => {
  const words = {
    ANSWERED: "answered",
    "NO ANSWER": "no-answer",
    BUSY: "busy",
    FAILED: "failed",
    CONGESTION: "failed",
  };
  for (const [word, disposition] of Object.entries(words)) {
    assert.equal(record(line({ disposition: word })).disposition, disposition);
  }
  assert.deepEqual(decode(line({ disposition: "MAYBE" })), { kind: "undefined", reason: "disposition: unknown word" });
});

test("direction, extension and trunk come from the contexts, the devices and the length of an extension", () => {
  const sides = (cells: Partial<Record<string, string>>, options: DriverOptions = {}) => {
    const { direction, extension, trunk } = record(line(cells), options);
    return [direction, extension, trunk];
  };
  assert.deepEqual(sides({}), ["in", "204", "telia"]);
  assert.deepEqual(sides({ channel: "SIP/0846500442-0000001e" }), ["in", "204", null], "a number is no trunk's name");
  assert.deepEqual(sides({ dst: "0846500442", dcontext: "own" }), ["in", "204", "telia"]);
  const out = { src: "204", dst: FICTION.mobile, dcontext: "own", channel: "PJSIP/204-1", dstchannel: "PJSIP/telia-2" };
  assert.deepEqual(sides(out), ["out", "204", "telia"]);
  assert.deepEqual(sides({ ...out, src: "0846500442" }), ["out", "204", "telia"]);
  assert.deepEqual(sides({ ...out, dst: "112" }), ["out", "204", "telia"]);
  assert.deepEqual(sides({ ...out, dst: "205", dstchannel: "PJSIP/205-2" }), ["internal", "204", null]);
  assert.deepEqual(sides({ ...out, src: "712345", channel: "SIP/712345-1" }, { "extension-length": "6" }), [
    "out",
    "712345",
    "telia",
  ]);
  assert.deepEqual(sides({ dcontext: "fran-telia", src: "118118" }, { "external-contexts": "fran-telia" }), [
    "in",
    "204",
    "telia",
  ]);
  assert.deepEqual(sides({ src: "", dst: "s", dcontext: "x", channel: "DAHDI/12-1", dstchannel: "" }), [
    null,
    null,
    null,
  ]);
});

test("the queue of an answered queue call is named", () => {
  assert.equal(record(line({ lastapp: "Queue", lastdata: "complaints,t,,,45" })).queue, "complaints");
});

test("each person is named once, whatever the number of places the number stands in", () => {
  assert.deepEqual(named(line()), [`calling phone ${FICTION.mobile}`, "called phone 204", "calling name Anna Prov"]);
  const forwarded = { dst: "204", dstchannel: `Local/${FICTION.other}@from-internal-1;1`, lastdata: "Local/204@x" };
  assert.ok(named(line(forwarded)).includes(`dialled phone ${FICTION.other}`));
  const group = { lastdata: `PJSIP/204&PJSIP/telia/${FICTION.other}&PJSIP/${FICTION.landline}@telia,20` };
  const dialled = named(line(group)).filter((value) => value.startsWith("dialled"));
  assert.deepEqual(dialled, [`dialled phone ${FICTION.other}`, `dialled phone ${FICTION.landline}`]);
  assert.ok(named(line({ clid: `"Kalle" <${FICTION.other}>` })).includes(`caller phone ${FICTION.other}`));
  assert.deepEqual(named(line({ src: "", clid: `"" <${FICTION.other}>` }))[1], `calling phone ${FICTION.other}`);
});

test("numbers in an application's data, a recording's name and free columns are named too, counters and dates are not", () => {
  const recorded = { lastapp: "MixMonitor", lastdata: `out-${FICTION.other}-204-20260302-081500-1772435700.12.wav` };
  const others = named(line(recorded)).filter((value) => !value.startsWith("call"));
  assert.deepEqual(others, [`dialled phone ${FICTION.other}`]);
  const macro = {
    lastapp: "Macro",
    lastdata: `dialout-trunk,1,${FICTION.other},,on`,
    dstchannel: "PJSIP/telia-00000012",
  };
  assert.ok(named(line(macro)).includes(`dialled phone ${FICTION.other}`));
  const free = { accountcode: `+46${FICTION.other.slice(1)}`, userfield: FICTION.landline };
  const redirecting = named(line(free)).filter((value) => value.startsWith("redirecting"));
  assert.deepEqual(redirecting, [
    `redirecting phone +46${FICTION.other.slice(1)}`,
    `redirecting phone ${FICTION.landline}`,
  ]);
  assert.deepEqual(named(line({ accountcode: "20260302", userfield: "rate=0701740" })), named(line()));
});

test("a channel's counter that happens to be all decimal is no number", () => {
  const channels = { channel: "PJSIP/telia-08280011", dstchannel: "Local/204@from-queue-07310042;1" };
  const decoded = decode(line(channels));
  assert.equal(decoded.kind, "records");
  const texts =
    decoded.kind === "records" ? decoded.records.flatMap((each) => each.values.map((value) => value.text)) : [];
  assert.deepEqual(texts, [FICTION.mobile, "204", "Anna Prov"]);
});

test("one number in two notations is named once, two numbers that end alike are named both", () => {
  const national = FICTION.mobile.slice(1);
  for (const notation of [`+46${national}`, `0046${national}`, `9${FICTION.mobile}`, `46${national}`]) {
    assert.equal(named(line({ clid: `"" <${notation}>`, lastdata: `PJSIP/${notation}@telia` })).length, 2, notation);
  }
  const alike = `031${FICTION.mobile.slice(3)}`;
  assert.ok(named(line({ lastdata: `PJSIP/${alike}@telia` })).includes(`dialled phone ${alike}`));
});

test("names are read in UTF-8 and in Latin-1", () => {
  const utf8 = Buffer.from(line({ clid: '"Åsa Öberg" <0701740605>' }));
  const latin1 = Buffer.from(line({ clid: '"Åsa Öberg" <0701740605>' }), "latin1");
  for (const frame of [utf8, latin1]) {
    const decoded = asteriskCdrCsv.configure({})(frame, fresh());
    assert.equal(decoded.kind === "records" && decoded.records[0]?.values[2]?.text, "Åsa Öberg");
  }
});

test("escapes of CSV and of a table are not mixed up", () => {
  assert.ok(named(line({ src: "dial\\_anna" })).includes("calling phone dial\\_anna"));
  const row = line({ src: "dial\\_anna", clid: "", lastdata: "" }).replaceAll('"', "").replaceAll(",", " | ");
  assert.ok(named(`| ${row} |`).includes("calling phone dial_anna"));
});

test("a column map reads cdr_custom in any order, and a wrong map is refused", () => {
  const options = { columns: "start,src,dst,-,billsec,duration,disposition,ssn", delimiter: "semicolon" };
  const text = `${START};${FICTION.mobile};204;x;60;73;ANSWERED;19811228-9874`;
  assert.deepEqual(named(text, options), [
    `calling phone ${FICTION.mobile}`,
    "called phone 204",
    "calling ssn 19811228-9874",
  ]);
  assert.equal(decode(`${text};more`, options).kind, "undefined");
  assert.throws(() => decode(text, { columns: "start,src,dest,billsec" }), /column 3/);
  assert.throws(() => decode(text, { columns: "src,dst" }), /at least start/);
});

test("a header line names the columns of its file, as FreePBX exports them", () => {
  const decoder = asteriskCdrCsv.configure({});
  const context = fresh();
  const header =
    "calldate;clid;src;dst;dcontext;channel;dstchannel;lastapp;lastdata;duration;billsec;disposition;did;cnum;cnam";
  assert.equal(decoder(Buffer.from(header), context).kind, "nothing");
  const row = `${START};"""Anna"" <${FICTION.mobile}>";${FICTION.mobile};204;ext-local;SIP/t-1;SIP/204-2;Dial;SIP/204;73;60;ANSWERED;${FICTION.landline};${FICTION.mobile};Anna`;
  const decoded = decoder(Buffer.from(row), context);
  assert.ok(decoded.kind === "records");
  assert.deepEqual(
    decoded.records[0]?.values.map((value) => `${value.role} ${value.text}`),
    [`calling ${FICTION.mobile}`, "called 204", "calling Anna", `dialled ${FICTION.landline}`, "caller Anna"],
  );
});

test("damaged lines are told apart without quoting them", () => {
  const reasons: Record<string, string> = {
    '"a","b': "quotes: a quote is not closed",
    "1,2,3": "columns: 3 where 16 to 21 are expected",
    [line({ start: "yesterday" })]: "start: no date and time",
    [line({ billsec: "-4" })]: "duration: no number of seconds",
    [line({ duration: "99999999999" })]: "duration: no number of seconds",
  };
  for (const [text, reason] of Object.entries(reasons)) assert.deepEqual(decode(text), { kind: "undefined", reason });
});

const corpus = new URL("../../../../shared/corpus/asterisk-cdr-csv/", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

function decodeCorpus(file: string): Decoded[] {
  const framer = createFramer(framingOf(asteriskCdrCsv, {}));
  const decoder = asteriskCdrCsv.configure({});
  const context = fresh();
  const frames = [...framer.push(readFileSync(new URL(file, corpus))), ...framer.finish()];
  return frames.map((frame) => decoder(frame.bytes, context));
}

test("the records of Asterisk's test suite come out as FORMATS.md says", { skip }, () => {
  const records = decodeCorpus("testsuite-good.csv").flatMap((each) => (each.kind === "records" ? each.records : []));
  assert.deepEqual(
    records.map((each) => [each.startedAt.toISOString(), each.durationSeconds, each.disposition, each.callId]),
    (
      [
        [5, "answered"],
        [7, "answered"],
        [0, "failed"],
        [0, "no-answer"],
        [0, "busy"],
      ] as const
    ).map(([talk, disposition]) => ["2009-01-14T22:51:15.000Z", talk, disposition, "1231977075.0"]),
  );
});

test("the tables of the CDR specification come out whole: 54 records, 24 headers", { skip }, () => {
  const decoded = decodeCorpus("asterisk-docs-cdr-spec-rows.md.txt");
  const count = (kind: Decoded["kind"]): number => decoded.filter((each) => each.kind === kind).length;
  assert.deepEqual([count("records"), count("nothing"), count("undefined")], [54, 24, 0]);
});

test("a cdr_custom of raw values: seconds since 1970, fractions, and the disposition as a number", () => {
  const decode = asteriskCdrCsv.configure({ columns: "start,answer,src,dst,duration,billsec,disposition" });
  for (const [written, disposition] of [
    ["8", "answered"],
    ["4", "busy"],
    ["0", "no-answer"],
    ["2", "failed"],
  ] as const) {
    const line = `"1772439300.123456","1772439305.0","0701740605","204","65.4","60.5","${written}"  `;
    const decoded = decode(Buffer.from(line), fresh());
    const [record] = decoded.kind === "records" ? decoded.records : [];
    assert.equal(record?.disposition, disposition, JSON.stringify(decoded));
    assert.equal(record?.startedAt.toISOString(), "2026-03-02T08:15:00.123Z");
  }
});
