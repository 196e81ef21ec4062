import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { freeswitchCdrCsv } from "./driver.ts";
import { line, specimens } from "./specimens.ts";
import { named } from "../testing/told.ts";

conformance(freeswitchCdrCsv, {
  file: [line(), line({ caller_id_name: "Åsa Öberg" }), specimens.frames[3]?.toString() ?? ""].join("\r\n"),
  record: ({ startedAt, answered, calling }) =>
    line({
      start_stamp: startedAt,
      answer_stamp: answered ? startedAt : "",
      billsec: answered ? "60" : "0",
      hangup_cause: answered ? "NORMAL_CLEARING" : "NO_ANSWER",
      caller_id_number: calling,
      caller_id_name: calling,
    }),
  withheld: ["", "anonymous", "unknown"],
});

const context = () => ({ receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} });

function record(text: string, options: DriverOptions = {}): DecodedRecord {
  const decoded = freeswitchCdrCsv.configure(options)(Buffer.from(text), context());
  const [first] = decoded.kind === "records" ? decoded.records : [];
  assert.ok(first, "reason" in decoded ? decoded.reason : "no record");
  return first;
}

test("each of FreeSWITCH's templates is read, named or told by its columns", () => {
  const sql = `INSERT INTO cdr VALUES (${line().split(",").slice(0, 12).join(",")}, "");`;
  const written: Record<string, string> = {
    example: line(),
    sql,
    linksys: `${line()},"Linksys/SPA941","PS=1"`,
    snom: `${line().split(",").slice(0, 12).join(",")}, "","PCMA","PCMA","snom370","","","",""`,
    asterisk: specimens.frames[3]?.toString() ?? "",
    opencdrrate: `"uuid-1","uuid-2","inbound","${FICTION.mobile}","1001","2026-03-02 08:15:00","2026-03-02 08:16:00","60","","","192.0.2.7","","telia"`,
  };
  for (const [template, text] of Object.entries(written)) {
    const read = record(text, { template });
    assert.deepEqual(record(text), read, `${template} is told by its columns`);
    assert.equal(read.durationSeconds, 60, template);
    assert.equal(read.startedAt.toISOString(), "2026-03-02T07:15:00.000Z", template);
    assert.equal(read.disposition, "answered", template);
  }
  const { direction, extension, trunk, values } = record(written.asterisk ?? "");
  assert.deepEqual([direction, extension, trunk], ["out", "1001", "telia"]);
  assert.deepEqual(
    values.map(({ role, text }) => `${role} ${text}`),
    ["calling 1001", `called ${FICTION.other}`, "calling Åsa Öberg"],
  );
  assert.equal(record(written.opencdrrate ?? "").trunk, "telia");
  const missed = (written.opencdrrate ?? "").replace("2026-03-02 08:15:00", "").replace('"60"', '"0"');
  assert.equal(
    record(missed).startedAt.toISOString(),
    "2026-03-02T07:16:00.000Z",
    "a template without a start has the end",
  );
});

test("a template of one's own is given by its variables or by a header line", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is FreeSWITCH that fills these in.
  const columns = '"${start_epoch}","${billsec}","-","${caller_id_number}","${destination_number}"';
  const own = `"1772435700","60","x","${FICTION.mobile}","1001"`;
  assert.equal(record(own, { columns }).startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
  assert.throws(() => freeswitchCdrCsv.configure({ columns: "caller_id_number" }), /destination_number/);
  const decode = freeswitchCdrCsv.configure({});
  const told = context();
  assert.equal(
    decode(Buffer.from("start_epoch,billsec,note,caller_id_number,destination_number"), told).kind,
    "nothing",
  );
  assert.equal(decode(Buffer.from(own), told).kind, "records");
});

test("direction and extension come from the context, the profile and the length of an extension", () => {
  const sides = (cells: Parameters<typeof line>[0], options: DriverOptions = {}) => {
    const { direction, extension } = record(line(cells), options);
    return [direction, extension];
  };
  assert.deepEqual(sides({}), ["in", "1001"]);
  assert.deepEqual(sides({ caller_id_number: "1002", context: "default" }), ["internal", "1002"]);
  const out = { caller_id_number: "1002", destination_number: FICTION.other, context: "default" };
  assert.deepEqual(sides(out), ["out", "1002"]);
  assert.deepEqual(sides({ ...out, caller_id_number: "712345" }, { "extension-length": "6" }), ["out", "712345"]);
  assert.deepEqual(sides({ context: "fran-telia" }, { "external-contexts": "fran-telia" }), ["in", "1001"]);
});

test("every cause of a call nobody took has its word", () => {
  const causes = {
    NO_ANSWER: "no-answer",
    ORIGINATOR_CANCEL: "no-answer",
    USER_BUSY: "busy",
    UNALLOCATED_NUMBER: "failed",
    NORMAL_TEMPORARY_FAILURE: "failed",
    "": null,
  };
  for (const [hangup_cause, disposition] of Object.entries(causes))
    assert.equal(record(line({ hangup_cause, answer_stamp: "", billsec: "0" })).disposition, disposition, hangup_cause);
});

test("a quote inside a value and a number as a name are read as FreeSWITCH means them", () => {
  assert.deepEqual(
    named(record(line({ caller_id_name: 'Anna "Kapten" Prov' }))).at(-1),
    'calling name Anna "Kapten" Prov',
  );
  assert.deepEqual(named(record(line({ caller_id_name: FICTION.mobile }))), [
    `calling phone ${FICTION.mobile}`,
    "called phone 1001",
  ]);
  assert.ok(named(record(line({ accountcode: FICTION.other }))).includes(`redirecting phone ${FICTION.other}`));
  assert.equal(named(record(line({ accountcode: "1001" }))).length, 3, "an account of a few digits names nobody");
});

test("damaged lines are undefined with their reason", () => {
  const reason = (text: string, options: DriverOptions = {}) => {
    const decoded = freeswitchCdrCsv.configure(options)(Buffer.from(text), context());
    return "reason" in decoded ? decoded.reason : decoded.kind;
  };
  assert.match(reason(line({ billsec: "x" })), /^duration/);
  assert.match(reason(line({ start_stamp: "x" }), { template: "example" }), /^start/);
  assert.match(reason(line().slice(0, -1)), /^quotes/);
  assert.match(reason("a,b,c"), /^template/);
  assert.match(reason(line(), { template: "sql" }), /^columns/);
});

const CORPUS = new URL("../../../../shared/corpus/freeswitch-cdr-csv/example-template-a.csv", import.meta.url);
test("the two records of the template example", { skip: existsSync(CORPUS) ? false : "the corpus is not here" }, () => {
  const [first, second] = readFileSync(CORPUS, "utf8")
    .trimEnd()
    .split("\n")
    .map((text) => record(text));
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(named(first), ["calling phone 1001", `called phone ${FICTION.mobile}`, "calling name Anna Prov"]);
  assert.deepEqual(
    [first.durationSeconds, first.ringSeconds, first.direction, first.extension],
    [204, 5, "out", "1001"],
  );
  assert.equal(first.startedAt.toISOString(), "2025-11-04T08:13:55.000Z");
  assert.deepEqual(named(second), ["calling phone 1002", "called phone 1001"]);
  assert.deepEqual([second.durationSeconds, second.ringSeconds, second.direction], [0, 20, "internal"]);
  assert.equal(second.disposition, "no-answer");
});
