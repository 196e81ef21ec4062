import assert from "node:assert/strict";
import { test } from "node:test";
import { ownAddresses, TRY_EVERY_MS, TRY_MS } from "./own-addresses.ts";

const row = (settings: Record<string, unknown>) => ({ settings });

test("a listener is taken where its address is and let go where it is no longer; everything else may be taken anywhere", async () => {
  const here = new Set(["192.0.2.7"]);
  const own = ownAddresses(async (address) => here.has(address));
  const vip = row({ address: "192.0.2.7", port: 514 });
  assert.equal(await own.mayTake("1 1", vip), true);
  assert.equal(await own.mayKeep("1 1", vip), true);
  here.clear();
  assert.equal(await own.mayKeep("1 1", vip), false);
  assert.equal(await own.mayTake("1 1", vip), false);
  for (const settings of [
    { path: "/srv/pbx" },
    { address: "0.0.0.0", port: 514 },
    { address: "::", port: 514 },
    { address: "192.0.2.7", mode: "connect", host: "pbx" },
    { address: "not an address" },
  ]) {
    assert.equal(await own.mayTake("1 2", row(settings)), true);
    assert.equal(await own.mayKeep("1 2", row(settings)), true);
  }
});

test("a listener whose address is nowhere is taken now and then for a moment, so that its page can tell", async () => {
  let now = 1_000;
  const own = ownAddresses(
    async () => false,
    () => now,
  );
  const lost = row({ address: "192.0.2.7" });
  assert.equal(await own.mayTake("1 1", lost), false);
  now += TRY_EVERY_MS;
  assert.equal(await own.mayTake("1 1", lost), true);
  assert.equal(await own.mayKeep("1 1", lost), true);
  now += TRY_MS;
  assert.equal(await own.mayKeep("1 1", lost), false);
  assert.equal(await own.mayTake("1 1", lost), false);
  own.forget(new Map());
  now += TRY_EVERY_MS;
  assert.equal(await own.mayTake("1 1", lost), false);
});

test("the system is asked: an address of documentation is not this machine's, loopback is", async () => {
  const own = ownAddresses();
  assert.equal(await own.mayTake("1 1", row({ address: "192.0.2.7" })), false);
  assert.equal(await own.mayTake("1 1", row({ address: "127.0.0.9" })), true);
});
