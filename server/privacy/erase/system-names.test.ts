import assert from "node:assert/strict";
import { test } from "node:test";
import { systemNames } from "./system-names.ts";

test("a source that somebody named by a number is told on certificates without it", () => {
  const told = systemNames(
    [{ name: "Växeln i Ekdala" }, { name: "Linje 070-174 06 05" }],
    new Date("2026-06-15T12:00:00Z"),
  );
  assert.equal(told[0], "Växeln i Ekdala");
  assert.match(told[1] ?? "", /^Linje/);
  assert.doesNotMatch(told[1] ?? "", /174|06 05/);
});
