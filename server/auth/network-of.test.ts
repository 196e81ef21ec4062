import assert from "node:assert/strict";
import { test } from "node:test";
import { networkOf } from "./network-of.ts";

test("addresses of one IPv6 network count as one, however they are written, and IPv4 addresses each for themselves", () => {
  const same = ["2001:db8:0:7::1", "2001:0DB8:0000:0007:ffff:1:2:3", "2001:db8:0:7:a::", "2001:db8:0:7::1%eth0"];
  for (const address of same) assert.equal(networkOf(address), "2001:db8:0:7::/64", address);
  assert.equal(networkOf("2001:db8:0:8::1"), "2001:db8:0:8::/64");
  assert.equal(networkOf("::1"), "0:0:0:0::/64");
  assert.equal(networkOf("64:ff9b::192.0.2.33"), "64:ff9b:0:0::/64");
  assert.notEqual(networkOf("192.0.2.1"), networkOf("192.0.2.2"));
  assert.equal(networkOf("this machine"), "this machine");
});
