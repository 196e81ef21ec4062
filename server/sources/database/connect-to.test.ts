import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { openDesk } from "../pulled/pulled-fixture.ts";
import { connectTo } from "./connect-to.ts";
import { databaseSettings } from "./settings.ts";

test("a server that lets us in and then says nothing, or nothing at all, is given up and its connection closed", async (t) => {
  const sockets = new Set<Socket>();
  let says: "welcome" | "nothing" = "welcome";
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    // PostgreSQL: authenticated, and ready for what is then never answered.
    const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
    socket.once("data", () => says === "welcome" && socket.write(welcome));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const given = {
    host: "127.0.0.1",
    port,
    database: "pbx",
    user: "u",
    encryption: "none",
    table: "cdr",
    cursorColumn: "id",
  };
  const tried = async (engine: "postgresql" | "mysql") => {
    const { machine } = openDesk();
    const options = { settings: databaseSettings.parse({ ...given, engine }), credentials: {}, machine };
    const began = performance.now();
    const problem = await connectTo(
      { ...options, signal: new AbortController().signal },
      { connectMs: 300, readMs: 300 },
    )
      .then(async (connection) => {
        await connection.read({ sql: "select 1", values: [] }, 1).finally(() => connection.close());
        return "answered";
      })
      .catch((error: { problem?: string }) => error.problem);
    for (let tries = 0; sockets.size > 0 && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { problem, isQuick: performance.now() - began < 8_000, open: sockets.size };
  };
  const gone = { problem: "timed-out", isQuick: true, open: 0 };
  assert.deepEqual(await tried("postgresql"), gone);
  says = "nothing";
  assert.deepEqual(await tried("postgresql"), gone);
  assert.deepEqual(await tried("mysql"), gone);
});

test("no setting holds a sign that ends a text of the protocol and begins another", () => {
  const base = { ...{ engine: "postgresql", host: "x", database: "d", table: "t", cursorColumn: "id" } };
  for (const name of ["host", "database", "user"])
    assert.equal(databaseSettings.safeParse({ ...base, [name]: "a\0options\0-c x=y" }).success, false, name);
});
