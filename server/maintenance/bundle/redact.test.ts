import assert from "node:assert/strict";
import { hostname } from "node:os";
import { test } from "node:test";
import { leftIn, namesHere, redact } from "./redact.ts";

const PLANTED = [
  "+46701740605",
  "070-174 06 05",
  "0046 70 174 06 05",
  "08-465 004 07",
  "19811228-9874",
  "811228-9874",
  "198112289874",
  "anna.ek@ekbacken.example",
  "pbx7.ekbacken.se",
  "10.20.30.40",
  "fd12:3456:789a:1::1",
  "Vårdcentralen Ekbacken-Norr (1)",
  hostname(),
  "kJ3d9sLq0Zx8vB2nM5cR7tY1uI4oP6aS-_dF0gHjKlZ",
];

test("planted numbers, personal identity numbers, addresses, hosts and names are gone from every place of a line", () => {
  const names = namesHere(["Vårdcentralen Ekbacken-Norr (1)"]);
  for (const planted of PLANTED) {
    for (const line of [
      planted,
      `{"at":"2026-11-22T04:05:06.789Z","event":"output","text":"before ${planted} after"}`,
      `${"x ".repeat(120)}${planted}${" y".repeat(120)}`,
      `{"figures":{"bytes":123456789,"detail":"${planted}"}}`,
    ]) {
      const shown = redact(line, names);
      assert.equal(shown.includes(planted), false, `${planted} in ${shown}`);
      assert.deepEqual(leftIn(shown, names), [], shown);
    }
    assert.notDeepEqual(leftIn(`left ${planted} here`, names), [], planted);
  }
});

test("what helps stays: instants, ids, sizes, events and figures", () => {
  const names = namesHere([]);
  const line =
    '{"at":"2026-11-22T04:05:06.789Z","event":"job-done","job":"sweep","requestId":"0190b7a2-5c1e-8123-9abc-0123456789ab","ms":12345,"walBytes":2147483648}';
  assert.equal(redact(line, names), line);
  assert.deepEqual(leftIn(line, names), []);
});
