import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance, later } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { unifyOpenscapeCdr } from "./driver.ts";
import { call, UNCOMPRESSED_HEADER } from "./specimens.ts";

const dotted = (local: string): string => local.slice(2, 10).split("-").reverse().join(".");

conformance(unifyOpenscapeCdr, {
  file: [
    UNCOMPRESSED_HEADER,
    call({}, [""]),
    call({ information: "2" }),
    call({}, ["", "0846500442", "", "", ""]),
  ].join("\r\n"),
  record: ({ startedAt, answered, calling }) => {
    const end = later(startedAt, answered ? 65 : 5);
    return call({ date: dotted(end), clock: end.slice(11), duration: answered ? "00:01:00" : "", number: calling });
  },
  withheld: [""],
});

function records(text: string): DecodedRecord[] {
  return decodeFile(unifyOpenscapeCdr, {}, Buffer.from(text)).flatMap(({ decoded }) =>
    decoded.kind === "records" ? decoded.records : [],
  );
}

const named = (record: DecodedRecord | undefined): string[] =>
  (record?.values ?? []).map((value) => `${value.role} ${value.text}`);

test("compressed, with and without the route, and uncompressed records give the same call", () => {
  for (const more of [["", "", "", "", "", ""], ["", "", "", "", ""], [""]]) {
    const [record] = records(call({}, more));
    assert.deepEqual([record?.ringSeconds, record?.durationSeconds, record?.trunk], [5, 60, "201"]);
    assert.deepEqual(named(record), ["called 22014", "calling 0701740605"]);
  }
});

test("the last digit of the information tells the direction, whatever was added to it", () => {
  const direction = (information: string) => records(call({ information }))[0]?.direction;
  assert.deepEqual(["1", "3", "25", "57"].map(direction), ["in", "in", "in", "in"]);
  assert.deepEqual(["2", "4", "36", "8", "9", "52"].map(direction), ["out", "out", "out", "out", "out", "out"]);
});

test("a line that only says that it rings is no call of its own", () => {
  const [frame] = decodeFile(unifyOpenscapeCdr, {}, Buffer.from(call({ information: "0", duration: "", ring: "" })));
  assert.deepEqual(frame?.decoded, { kind: "nothing", reason: "a call that only begins to ring" });
});

const corpus = new URL("../../../../shared/corpus/unify-openscape-cdr/office-compressed-a.txt", import.meta.url);
const skip = existsSync(corpus) ? false : "the corpus is not beside the repository";

test("the records made from the vendor's examples come out as a careful reader sees them", { skip }, () => {
  const read = records(readFileSync(corpus, "latin1"));
  assert.deepEqual(
    read.map((record) => [record.startedAt.toISOString(), record.durationSeconds, record.direction, record.extension]),
    [
      ["2025-11-04T08:13:45.000Z", 204, "out", "22014"],
      ["2025-11-04T08:30:57.000Z", 12, "in", "22015"],
    ],
  );
  assert.deepEqual(read.map(named), [
    ["calling 22014", "called 0701740605"],
    ["called 22015", "calling 0701740699"],
  ]);
});
