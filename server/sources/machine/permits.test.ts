import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { AllowedPort } from "./machine.ts";
import { allowPort, companiesSharing } from "./permits.ts";

test("whoever allows a port is told which other companies may claim senders there", (t) => {
  const home = mkdtempSync(join(tmpdir(), "gallra-permits-"));
  t.after(() => rmSync(home, { recursive: true }));
  const at = (address: string, from: number, to = from): AllowedPort => ({ kind: "address", address, from, to });
  allowPort(home, "prov", at("0.0.0.0", 5_140, 5_149));
  allowPort(home, "annan", at("192.0.2.7", 514));
  assert.deepEqual(companiesSharing(home, "annan", at("192.0.2.7", 5_149, 5_160)), ["prov"]);
  assert.deepEqual(companiesSharing(home, "prov", at("::", 514)), ["annan"]);
  for (const free of [at("0.0.0.0", 5_150), at("192.0.2.8", 514)])
    assert.deepEqual(companiesSharing(home, "annan", free), []);
  assert.deepEqual(companiesSharing(home, "prov", at("0.0.0.0", 5_140)), [], "one's own is no other's");
  allowPort(home, "annan", at("2001:db8::1", 2_055));
  for (const spelled of ["2001:DB8:0:0:0:0:0:1", "2001:db8::0001"])
    assert.deepEqual(companiesSharing(home, "prov", at(spelled, 2_055)), ["annan"], spelled);
  assert.deepEqual(companiesSharing(home, "prov", at("::ffff:192.0.2.7", 514)), ["annan"]);
});
