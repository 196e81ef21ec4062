import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { allowPort, SOURCE_PROBLEMS } from "#server/sources/index.ts";
import { command, portOf, refuseShared } from "./permit.ts";

test("what may be listened on or opened is an address with ports, a device, or a data source by its name alone", () => {
  assert.deepEqual(portOf("[::]:2055"), { kind: "address", address: "::", from: 2055, to: 2055 });
  assert.deepEqual(portOf("/dev/../dev/ttyS0"), { kind: "device", path: "/dev/ttyS0" });
  assert.deepEqual(portOf("odbc:PBX-2"), { kind: "device", path: "odbc:PBX-2" });
  for (const text of ["5140", "odbc:", "odbc:a;UID=b", "odbc:../a"]) assert.throws(() => portOf(text), /Write a port/);
});

test("a port that another company may use is refused, since a sender is known by its address alone", () => {
  const home = mkdtempSync(join(tmpdir(), "gallra-permit-"));
  try {
    allowPort(home, "prov", portOf("0.0.0.0:5140-5149"));
    refuseShared(home, "prov", "0.0.0.0:5141");
    refuseShared(home, "annan", "0.0.0.0:5150");
    assert.throws(() => refuseShared(home, "annan", "192.0.2.7:5149"), {
      code: "conflict",
      message: /^prov may use it.*--shared/,
    });
  } finally {
    rmSync(home, { recursive: true });
  }
});

test("what is refused names the form of this command that allows it", () => {
  for (const kind of ["network", "port", "folder"] as const) {
    assert.match(SOURCE_PROBLEMS[`${kind}-refused`], new RegExp(`with gallra permit ${kind} on the machine`));
    assert.match(command.usage, new RegExp(`^${kind} --company SLUG`, "m"));
  }
});
