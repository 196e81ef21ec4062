import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance, later } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { toshibaCtxSmdr } from "./driver.ts";
import { record, second } from "./specimens.ts";

const stampOf = (local: string): string => `${local.slice(5, 10).replace("-", "/")} ${local.slice(11)}`;
const incoming = { from: "T020003", to: "DN2002", dialled: "" };

conformance(toshibaCtxSmdr, {
  file: [
    record(),
    record({}, false),
    record(incoming),
    second({ caller: "0701740605" }),
    record({ type: "S", number: "007", duration: "" }),
    record({ type: "E", number: "007" }),
    "",
  ].join("\r\n"),
  record: ({ startedAt, answered, calling }) => {
    const end = { stamp: stampOf(later(startedAt, answered ? 60 : 0)) };
    const how = answered ? {} : { type: "B", duration: "00:00:00.0" };
    return `${record({ ...incoming, ...end, ...how })}\r\n${second({ caller: calling })}\r\n`;
  },
  withheld: ["", "Private"],
  time: { why: "the stamp has no year", lacks: "year" },
});

function calls(...lines: readonly string[]): readonly DecodedRecord[] {
  const frames = decodeFile(toshibaCtxSmdr, {}, Buffer.from(lines.map((line) => `${line}\r\n`).join("")));
  return recordsIn(toshibaCtxSmdr, {}, frames);
}

const named = (call: DecodedRecord | undefined): string[] =>
  (call?.values ?? []).map((value) => `${value.role} ${value.text}`);

test("both forms of the columns give the same call", () => {
  const forms = [record(), record({ to: "T00100100" }, false)].map((line) => calls(line)[0]);
  for (const call of forms) {
    assert.deepEqual([call?.direction, call?.extension, call?.durationSeconds], ["out", "2001", 60]);
    assert.deepEqual(named(call), ["calling 2001", "called 0701740633"]);
    assert.equal(call?.startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
  }
  assert.deepEqual(
    forms.map((call) => call?.trunk),
    ["T010001", "T00100100"],
  );
});

test("the caller, the dialled number and who is responsible stand on the second line", () => {
  const [call] = calls(
    record(incoming),
    second({ caller: "0701740605", dnis: "5004420", aux1: "DN2003", aux2: "012004" }),
  );
  assert.deepEqual([call?.direction, call?.extension, call?.trunk], ["in", "2002", "T020003"]);
  assert.deepEqual(named(call), [
    "calling 0701740605",
    "called 2002",
    "dialled 5004420",
    "redirecting 2003",
    "redirecting 2004",
  ]);
});

test("an abandoned call was answered by nobody, and two telephones call one another inside", () => {
  const [abandoned] = calls(record({ ...incoming, type: "B", duration: "00:00:00.0" }));
  assert.deepEqual([abandoned?.disposition, abandoned?.durationSeconds], ["no-answer", 0]);
  const [inside] = calls(record({ to: "DN2002", dialled: "" }));
  assert.deepEqual([inside?.direction, named(inside)], ["internal", ["calling 2001", "called 2002"]]);
});

test("start, transfer and end of one record number are one call from its start", () => {
  const [call, ...more] = calls(
    record({ type: "S", number: "005", stamp: "03/02 08:00:00", duration: "00:00:00.0" }),
    record({ type: "X", number: "005", from: "DN2004", stamp: "03/02 08:05:00", duration: "00:04:00.0" }),
    record({ type: "E", number: "005", from: "DN2004", stamp: "03/02 08:15:00", duration: "00:14:30.0" }),
  );
  assert.equal(more.length, 0);
  assert.deepEqual([call?.startedAt.toISOString(), call?.durationSeconds], ["2026-03-02T07:00:00.000Z", 870]);
  assert.deepEqual(named(call), ["calling 2001", "called 0701740633", "calling 2004"]);
});

test("what the system says of itself is no call", () => {
  for (const type of ["I", "T", "A", "C", "M"]) {
    const [frame] = decodeFile(toshibaCtxSmdr, {}, Buffer.from(`${record({ type })}\r\n`));
    assert.equal(frame?.decoded.kind, "nothing", type);
  }
});

const corpus = new URL("../../../../shared/corpus/toshiba-ctx-smdr/ctx-a.txt", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

test("the records made from the manual come out as a careful reader sees them", { skip }, () => {
  const frames = decodeFile(toshibaCtxSmdr, {}, readFileSync(corpus));
  const read = recordsIn(toshibaCtxSmdr, {}, frames);
  assert.deepEqual(
    read.map((call) => [
      call.startedAt.toISOString(),
      call.durationSeconds,
      call.direction,
      call.disposition,
      call.extension,
    ]),
    [
      ["2025-11-04T08:14:00.000Z", 204, "out", "answered", "2001"],
      ["2025-11-04T08:31:40.000Z", 0, "in", "no-answer", "2002"],
    ],
  );
  assert.deepEqual(read.map(named), [["calling 2001", "called 0701740605"], ["called 2002"]]);
});
