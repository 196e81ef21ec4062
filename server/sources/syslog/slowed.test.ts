import assert from "node:assert/strict";
import { channel } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { test } from "node:test";
import { until } from "../udp/listener-fixture.ts";
import { connectTo, openSyslog, taken } from "./syslog-fixture.ts";

test("a connection that is reset while its sender is slowed loses nothing that had arrived", async (t) => {
  const sockets: Socket[] = [];
  const onSocket = (message: unknown) => void sockets.push((message as { socket: Socket }).socket);
  const accepted = channel("net.server.socket");
  accepted.subscribe(onSocket);
  t.after(() => accepted.unsubscribe(onSocket));
  const opened = await openSyslog({ protocol: "tcp" });
  opened.sink.refuse = true;
  const sender = await connectTo(opened.port());
  const line = (n: number) => `<13>${String(n).padStart(8, "0")} ${"x".repeat(1_000)}\n`;
  let sent = 0;
  await until(() => sockets.length === 1);
  const [socket] = sockets;
  assert.ok(socket !== undefined);
  while (!socket.isPaused()) {
    assert.ok(sent < 20_000, "it is slowed in the end");
    const before = sent;
    sender.write(Array.from({ length: 20 }, () => line(sent++)).join(""));
    await until(() => socket.isPaused() || taken(opened) === before + 20);
  }
  await until(() => taken(opened) + Math.floor(socket.readableLength / line(0).length) === sent);
  // These arrive while nobody reads them.
  sender.write(line(sent++) + line(sent++));
  await until(() => socket.readableLength >= 2 * line(0).length);
  sender.resetAndDestroy();
  await until(() => socket.destroyed && taken(opened) === sent);
  opened.sink.refuse = false;
  await opened.source.poll();
  const texts = opened.sink.texts();
  assert.deepEqual([texts.length, texts.at(-1)], [sent, line(sent - 1).trimEnd()]);
  await opened.source.close();
});
