import assert from "node:assert/strict";
import { connect, createServer, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { openWire, type Wire } from "./wire.ts";

test("a reset takes away no byte that had arrived, read or not, however slow the reader", async () => {
  const { near: wire, far, close } = await linked();
  const sent = 230_000;
  for (let at = 0; at < sent; at += 23_000)
    await new Promise<void>((resolve) => far.write(Buffer.alloc(23_000, 0x61), () => resolve()));
  await wait(200);
  far.resetAndDestroy();
  await wait(200);
  assert.deepEqual([await all(wire), wire.inOrder, wire.closed], [sent, false, true]);
  close();
});

test("what had arrived when we closed it ourselves is read to its end, once", async () => {
  const { near: wire, far, close } = await linked();
  await new Promise<void>((resolve) => far.write(Buffer.alloc(190_000, 0x61), () => resolve()));
  await wait(200);
  wire.close();
  const read = await all(wire);
  assert.ok(read > 131_072 && read <= 190_000, `${read} bytes`);
  close();
});

test("a connection that was over before anybody read it says so at once", async () => {
  const gone = new PassThrough();
  gone.destroy();
  await wait(10);
  assert.equal(await openWire(gone).next(5_000), "over");
});

async function all(wire: Wire): Promise<number> {
  let bytes = 0;
  for (;;) {
    const chunk = await wire.next(2_000);
    if (chunk === "over") return bytes;
    if (chunk === null) throw new Error("it never ended");
    bytes += chunk.length;
  }
}

/** Both ends of a connection. */
async function linked(): Promise<{ near: Wire; far: Socket; close(): void }> {
  const server = createServer();
  const near = new Promise<Wire>((resolve) => server.once("connection", (socket: Socket) => resolve(openWire(socket))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const far = connect((server.address() as { port: number }).port, "127.0.0.1");
  far.on("error", () => undefined);
  const close = () => {
    far.destroy();
    server.close();
  };
  return { near: await near, far, close };
}
