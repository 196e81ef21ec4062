import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explainLayout } from "./explain.ts";
import { checkLayout } from "./read-layout.ts";

const layout = checkLayout({
  kind: "delimited",
  delimiter: "semicolon",
  size: { from: 6, to: 6 },
  fields: { date: 1, clock: 2, talk: 3, from: 4, to: 5, way: 6 },
  "not calls": [{ when: [{ field: "date", equals: "Date" }], because: "header" }],
  time: [{ of: "start", date: "date", clock: "clock", format: "ymd" }],
  duration: { field: "talk", format: "seconds" },
  direction: { rules: [{ when: [{ field: "way", equals: "I" }], is: "in" }], otherwise: "out" },
  disposition: { "by duration": true },
  values: [
    { role: "calling", from: "from" },
    { role: "called", from: "to" },
  ],
});
const site = { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm" };

test("each line of a sample says what it became, from which fields, and why", () => {
  const sample = ["Date;Time;S;From;To;I", "20260302;08:15;60;0701740605;204;I", "20260302;08:15;x;1;2;I", "rest"];
  const { frames, cut } = explainLayout(layout, sample.join("\n"), site);
  assert.equal(cut, false);
  assert.deepEqual(
    frames.map(({ line, became, reason }) => [line, became, reason]),
    [
      [1, "nothing", "header"],
      [2, "records", null],
      [3, "undefined", "duration: not of its format"],
      [4, "undefined", "columns: 1 where 6 to 6 are expected"],
    ],
  );
  const call = frames[1];
  assert.deepEqual(
    call?.fields.map(({ field, start, used }) => [field, start, used]),
    [
      ["date", 0, ["not calls", "time"]],
      ["clock", 9, ["time"]],
      ["talk", 15, ["duration"]],
      ["from", 18, ["calling phone"]],
      ["to", 29, ["called phone"]],
      ["way", 33, ["direction"]],
    ],
  );
  assert.deepEqual(call?.facts, [
    { fact: "time", is: "2026-03-02T07:15:00.000Z", because: "time 1: start" },
    { fact: "duration", is: "60", because: "seconds" },
    { fact: "disposition", is: "answered", because: "by duration" },
    { fact: "direction", is: "in", because: "rule 1" },
  ]);
  assert.equal(call?.record?.values.length, 2);
});

test("a sample that is too long is explained as far as it goes, and says so", () => {
  const { frames, cut } = explainLayout(layout, "20260302;08:15;60;1;2;O\n".repeat(300), site);
  assert.deepEqual([frames.length, cut, frames[0]?.facts.at(-1)?.because], [200, true, "otherwise"]);
});

/** An example of the documentation: the sample that begins so, of so many lines, and the layout behind it. */
function example(beginning: string, count: number): { written: object; sample: string } {
  const lines = readFileSync(new URL("../../../docs/drivers/layouts.md", import.meta.url), "utf8").split("\n");
  const begun = lines.findIndex((line) => line.startsWith(`    ${beginning}`));
  const from = lines.indexOf("        {", begun);
  const sample = lines.slice(begun, begun + count).map((line) => line.slice(4));
  const written = lines.slice(from, lines.indexOf("        }", from) + 1).join("\n");
  return { written: JSON.parse(written) as object, sample: sample.join("\n") };
}

test("the documentation's file with separators is read in five minutes, withheld callers too", () => {
  const { written, sample } = example("Datum;Tid", 5);
  const { frames } = explainLayout(checkLayout(written), sample, site);
  assert.deepEqual(
    frames.map(({ reason, record }) =>
      record === null
        ? reason
        : [record.direction, record.disposition, ...record.values.map((value) => `${value.role} ${value.text}`)],
    ),
    [
      "header",
      ["in", "answered", "called 204", "calling 0701740605", "calling Anna Prov"],
      ["out", "answered", "calling 211", "called 90846500442"],
      ["in", "no-answer", "called 204"],
      ["internal", "answered", "calling 204", "called 211"],
    ],
  );
});

test("the example of the documentation reads the calls that it shows", () => {
  const { written, sample } = example("Date     Time", 5);
  const became = (example: object) =>
    explainLayout(checkLayout(example), sample, site).frames.map(({ reason, record }) =>
      record === null ? reason : record.values.map((value) => `${value.role} ${value.text}`),
    );
  const calls = [
    ["called 204", "calling 0701740605"],
    ["calling 211", "called 90846500442"],
  ];
  const short = "length: 55 characters where 60 to 90 are expected";
  assert.deepEqual(became(written), ["page header", "rule", ...calls, short]);
  assert.deepEqual(became({ ...written, size: { from: 50, to: 90 } }), [
    "page header",
    "rule",
    ...calls,
    ["called 204"],
  ]);
});
