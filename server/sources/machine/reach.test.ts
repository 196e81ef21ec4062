import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import type { Machine } from "./machine.ts";
import { allowedAddress, reach } from "./reach.ts";

const machine = (...networks: string[]): Machine => ({
  roots: async () => [],
  networks: async () => networks,
  ports: async () => [],
});

test("a peer that resets a connection nobody reads from yet ends that connection, and no process", async (t) => {
  const server = createServer((socket) => setTimeout(() => socket.resetAndDestroy(), 20)).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = await reach(machine("127.0.0.0/8"), { host: "127.0.0.1", port });
  socket.resume();
  // Not by `once`, which would listen for the error as well.
  await new Promise((resolve) => socket.on("close", resolve));
  assert.equal(socket.destroyed, true);
});

test("who may connect nowhere has no name looked up, so that no question reaches a name server", async () => {
  await assert.rejects(allowedAddress(machine(), "nobody.invalid"), { problem: "network-refused" });
  await assert.rejects(allowedAddress(machine("127.0.0.0/8"), "nobody.invalid"), { problem: "name-unknown" });
});
