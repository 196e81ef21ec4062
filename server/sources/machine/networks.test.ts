import assert from "node:assert/strict";
import { test } from "node:test";
import { isAllowed, liesIn } from "./networks.ts";

test("a broad network means the internet, never this machine, its neighbours or a cloud's metadata", () => {
  const broad = ["0.0.0.0/0", "::/0"];
  for (const address of ["8.8.8.8", "2a00:1450::1", "::ffff:8.8.8.8"])
    assert.equal(isAllowed(address, broad), true, address);
  const special = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "168.63.129.16",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
  ];
  const dressed = [
    "::ffff:127.0.0.1",
    "0:0:0:0:0:ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fd00::1",
    "fe80::1%lo",
  ];
  for (const address of [...special, ...dressed]) assert.equal(isAllowed(address, broad), false, address);
});

test("this machine's own address on the internet is allowed by that address alone, for it is open to itself", () => {
  const own = ["127.0.0.1", "203.0.113.9", "2a00:1450::9"];
  for (const address of ["203.0.113.9", "::ffff:203.0.113.9", "2a00:1450:0::9"]) {
    assert.equal(isAllowed(address, ["0.0.0.0/0", "203.0.113.0/24", "::/0"], own), false, address);
    assert.equal(isAllowed(address, ["203.0.113.9", "2a00:1450::9"], own), true, address);
  }
  assert.equal(isAllowed("203.0.113.10", ["0.0.0.0/0"], own), true);
  assert.equal(isAllowed("127.0.0.1", ["127.0.0.0/8"], own), true);
});

test("what is named within its range is allowed, in every spelling, and senders are taken as written", () => {
  assert.equal(isAllowed("10.1.2.3", ["10.0.0.0/8"]), true);
  assert.equal(isAllowed("10.1.2.3", ["10.0.0.0/7"]), false);
  assert.equal(isAllowed("0:0:0:0:0:ffff:7f00:1", ["127.0.0.1"]), true);
  assert.equal(isAllowed("0:0:0:0:0:0:0:1", ["::1"]), true);
  assert.equal(isAllowed("localhost", ["127.0.0.0/8"]), false);
  assert.equal(liesIn("10.1.2.3", ["0.0.0.0/0"]), true);
  assert.equal(liesIn("::ffff:10.1.2.3", ["10.0.0.0/8"]), true);
});
