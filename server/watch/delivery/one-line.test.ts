import assert from "node:assert/strict";
import { test } from "node:test";
import { oneLine } from "./one-line.ts";

const at = new Date("2026-06-15T10:00:00Z");

test("a name in a message holds no number, no address and no link, and stays a name", () => {
  for (const [name, told] of [
    ["Växel Malmö", "Växel Malmö"],
    ["pbx.prov.example", "pbx.prov.example"],
    ["Hus A/B, plan 3/4", "Hus A/B, plan 3/4"],
    ["Växel 070-174 06 05", "Växel […]"],
    ["Växel 070\u00ad174\u200b06\u200b05", "Växel […]"],
    ["Kalles växel kalle@prov.example", "Kalles växel […]"],
    ["Logga in på https://elsewhere.example/in", "Logga in på […]"],
    ["Logga in: elsewhere.example/in?x=1 nu", "Logga in: […] nu"],
    ["WWW.elsewhere.example", "[…]"],
    ["a\r\nBcc: x@y.example\u2028b\u202ec", "a Bcc: […] b c"],
  ] as const)
    assert.equal(oneLine(name, at), told);
});

test("a long name is cut between letters", () => {
  const cut = oneLine("😀".repeat(100), at);
  assert.equal(cut, "😀".repeat(80));
  assert.ok(cut.isWellFormed());
});

test("a name that matches slowly is read in no time", () => {
  const from = performance.now();
  for (const part of ["a", "a.", "a@", "-", "a:"]) oneLine(part.repeat(300), at);
  assert.ok(performance.now() - from < 1_000);
});
