import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { freePort } from "#db/testing/free-port.ts";
import { type Listening, listen, type Serve } from "./listen.ts";
import { placeOf } from "./place-of.ts";
import { until } from "./upload-fixture.ts";

async function opened(t: TestContext, given: Partial<Serve>, most?: number) {
  const port = await freePort();
  const ends: (() => unknown)[] = [];
  const serving: Serve = { awaits: () => true, serve: (socket) => void socket.write("hello\n"), ...given };
  const listening: Listening = await listen({ address: "127.0.0.1", port }, serving, most);
  ends.push(() => listening.close());
  t.after(() => Promise.all(ends.map((end) => end())));
  return (localAddress: string): Socket => {
    const socket = connect({ host: "127.0.0.1", port, localAddress });
    socket.on("error", () => undefined);
    ends.push(() => socket.destroy());
    return socket;
  };
}

const isHeard = async (socket: Socket) =>
  await Promise.race([once(socket, "data").then(() => true), once(socket, "close").then(() => false)]);

test("connections that say nothing, from however many addresses, keep nobody out, and push out none that has signed in", async (t) => {
  const settled: Socket[] = [];
  const come = await opened(t, {
    serve(socket, signedIn) {
      if (socket.remoteAddress === "127.0.0.9") {
        signedIn();
        settled.push(socket);
      }
      socket.write("hello\n");
    },
  });
  const own = come("127.0.0.9");
  assert.equal(await isHeard(own), true);
  const flood = await Promise.all(
    Array.from({ length: 250 }, async (_, n) => {
      const socket = come(`127.0.0.${20 + Math.floor(n / 25)}`);
      await isHeard(socket);
      return socket;
    }),
  );
  assert.equal(await isHeard(come("127.0.0.9")), true, "who comes behind a flood is heard");
  assert.equal(await isHeard(come("127.0.0.19")), true, "from any address");
  assert.ok(settled.every((socket) => !socket.destroyed));
  await until(() => flood.filter((socket) => socket.destroyed).length >= 50);
});

test("an address that no source awaits is told nothing, and one address holds no more than its share", async (t) => {
  let refused = 0;
  const come = await opened(
    t,
    {
      awaits(sender) {
        if (sender === "127.0.0.7") refused++;
        return sender !== "127.0.0.7";
      },
    },
    3,
  );
  assert.equal(await isHeard(come("127.0.0.7")), false);
  assert.equal(refused, 1);
  const first = come("127.0.0.8");
  assert.equal(await isHeard(first), true);
  for (let n = 0; n < 3; n++) assert.equal(await isHeard(come("127.0.0.8")), true);
  await until(() => first.destroyed);
});

test("of IPv6 a network counts as one sender", () => {
  assert.equal(placeOf("2001:db8:1:2:aaaa::1"), placeOf("2001:db8:1:2::ffff"));
  assert.notEqual(placeOf("2001:db8:1:2::1"), placeOf("2001:db8:1:3::1"));
  assert.equal(placeOf("2001:db8::1"), "2001:db8:0:0");
  assert.equal(placeOf("::1"), "0:0:0:0");
  for (const plain of ["192.0.2.7", "::ffff:192.0.2.7"]) assert.equal(placeOf(plain), plain);
});
