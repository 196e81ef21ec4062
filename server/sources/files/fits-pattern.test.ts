import assert from "node:assert/strict";
import { test } from "node:test";
import { fitsPattern } from "./fits-pattern.ts";

test("a name fits by stars and question marks, and every other sign stands for itself", () => {
  for (const [name, pattern] of [
    ["Master.csv", "*"],
    ["Master.csv", "Master.csv*"],
    ["Master.csv.1", "Master.csv*"],
    ["cdr_1_2026", "cdr_?_*"],
    ["a.csv.csv", "*.csv"],
    ["åäö.csv", "???.csv"],
    ["", "**"],
    ["x[1].csv", "x[1].csv"],
    ["mississippi", "m*iss*ip*i"],
  ] as const)
    assert.equal(fitsPattern(name, pattern), true, `${name} ${pattern}`);
  for (const [name, pattern] of [
    ["Master.csv", "master.csv"],
    ["Master.csv", "*.txt"],
    ["a.csv", "??.csv"],
    ["", "?"],
    ["ab", "a"],
    ["x1.csv", "x[1].csv"],
    ["b.csv", "{a,b}.csv"],
    ["mississippi", "m*iss*ip*s"],
  ] as const)
    assert.equal(fitsPattern(name, pattern), false, `${name} ${pattern}`);
});

test("no name and no pattern of somebody else's takes the time of all the others", () => {
  const begun = performance.now();
  assert.equal(fitsPattern("a".repeat(255), `${"*a".repeat(126)}*b`), false);
  assert.equal(fitsPattern("a".repeat(255), `${"*a".repeat(126)}*`), true);
  assert.ok(performance.now() - begun < 1_000);
});
