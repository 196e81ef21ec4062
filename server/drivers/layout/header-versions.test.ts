import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecodeContext } from "../driver.ts";
import { layoutDecoder } from "./decode.ts";
import { checkLayout } from "./read-layout.ts";

const layout = (fields: Record<string, string>) =>
  checkLayout({
    kind: "delimited",
    delimiter: "semicolon",
    header: true,
    fields,
    time: [{ of: "start", stamp: "when", format: "iso" }],
    duration: { field: "talk", format: "seconds" },
    values: [{ role: "calling", from: "who" }],
  });
const read = (of: ReturnType<typeof layout>, line: string, context: DecodeContext) => {
  const decoded = layoutDecoder(of, null)(Buffer.from(line), context);
  return decoded.kind === "records" ? decoded.records[0]?.values[0]?.text : decoded.kind;
};

test("a version that takes over in the middle of a file finds the columns by their names, never by their order", () => {
  const context: DecodeContext = { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "UTC", state: {} };
  const before = layout({ who: "From", when: "Start", talk: "Seconds" });
  const line = "2026-03-02T08:15:00;60;0701740605;0701740606";
  assert.equal(read(before, "Start;Seconds;From;To", context), "nothing");
  assert.equal(read(before, line, context), "0701740605");
  assert.equal(read(layout({ talk: "Seconds", when: "Start", who: "From" }), line, context), "0701740605");
  assert.equal(
    read(layout({ when: "Start", talk: "Seconds", who: "To" }), line, context),
    "undefined",
    "a column that nobody has looked for in the header is not guessed",
  );
});
