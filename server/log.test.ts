import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "./domain/app-error.ts";
import { clean, createLog, errorFields } from "./log.ts";

test("a number or SSN in any notation that strays into a field never reaches the line", () => {
  for (const text of [
    "+46701740605",
    "070-174 06 05",
    "(070) 174.06.05",
    "0046 70 174 06 05",
    "19811228-9874",
    "811228+9874",
    "198112289874",
    "x070/1740605y",
  ]) {
    const lines: string[] = [];
    createLog("test", (line) => lines.push(line)).info("tried", { detail: `before ${text} after` });
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /\[number\]/);
    assert.doesNotMatch(lines[0] ?? "", /17406|174 06|9874/);
  }
});

test("ids, days, instants and small figures stay readable", () => {
  const text = "0190b7a2-5c1e-8123-9abc-0123456789ab on 2026-11-22 at 2026-11-22T01:02:03.456Z, 12345 rows";
  assert.equal(clean(text), text);
});

test("an SSN is not taken for a day", () => {
  assert.equal(clean("1981-12-28-9874"), "[number]");
});

test("an error is logged by class, code and place, never by its message", () => {
  const error = new AppError("bad-input", "no subscriber 070-174 06 05", {
    cause: Object.assign(new Error("Key (n)=(0701740605)"), { code: "23505" }),
  });
  const fields = errorFields(error);
  assert.equal(fields["code"], "bad-input");
  assert.equal(fields["causeCode"], "23505");
  assert.match(String(fields["where"]), /^server\/log\.test\.ts:\d+$/);
  assert.doesNotMatch(JSON.stringify(fields), /1740605|subscriber/);
});

test("what a server answers is looked at for nothing: neither its code, nor a place in it, and it costs no time", () => {
  const said = `no\n    at /app/secret-path:1:1\n    at ${"/app".repeat(500_000)}`;
  const cause = Object.assign(new Error(said), { code: "the password was hemlig" });
  const begun = performance.now();
  const fields = errorFields(new AppError("unavailable", "a", { cause }));
  assert.ok(performance.now() - begun < 5_000, "a long answer holds up everybody");
  assert.match(String(errorFields(cause)["where"]), /^server\/log\.test\.ts:\d+$/);
  assert.doesNotMatch(JSON.stringify([fields, errorFields(cause)]), /hemlig|secret/);
});
