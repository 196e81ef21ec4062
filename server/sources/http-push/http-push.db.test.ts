import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { collect } from "#workers/collector/collect.ts";
import { asteriskLine, openCollectorFixture } from "#workers/collector/collector-fixture.ts";
import { foundCalls, networkSource } from "#workers/collector/network-fixture.ts";
import { allowPort } from "../machine/permits.ts";
import { freePort } from "#db/testing/free-port.ts";

const TOKEN = "0123456789abcdef-prov";
const SECRET = "a secret of two";

test("what is posted is found, once whatever is sent again, answered with success only from the disk, and nothing that is signed wrongly", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { ingest, collector, inbox } = fixture;
  const port = await freePort();
  allowPort(ingest.db.home, "prov", { kind: "address", address: "127.0.0.1", from: port, to: port });
  await networkSource(fixture, {
    transport: "http-push",
    driver: "asterisk-cdr-csv",
    settings: { address: "127.0.0.1", port, encryption: "none", signature: "hmac-sha256" },
    credentials: { token: TOKEN, secret: SECRET },
  });
  const post = (body: string, given: { secret?: string; token?: string; key?: string } = {}) =>
    new Promise<number>((resolve, reject) => {
      const { secret = SECRET, token = TOKEN, key } = given;
      const headers = {
        authorization: `Bearer ${token}`,
        "x-signature": createHmac("sha256", secret).update(body).digest("hex"),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      };
      const sent = request({ host: "127.0.0.1", port, method: "POST", path: "/in", headers, agent: false }, (answer) =>
        answer.resume().on("end", () => resolve(answer.statusCode ?? 0)),
      );
      sent.on("error", reject);
      sent.end(body);
    });
  const start = async () => {
    const ending = new AbortController();
    const collecting = collect(collector, ending.signal);
    const isOpen = () => post("", { token: "nobody's, and told nothing" }).then(Boolean, () => false);
    for (let tries = 0; !(await isOpen()); tries++) {
      if (tries > 200) throw new Error(`the port does not open: ${fixture.logged.at(-1)}`);
      await wait(50);
    }
    return async () => {
      ending.abort();
      await collecting;
      await fixture.store();
    };
  };
  const stored = () => ingest.count("call_record");
  const segments = () => readdirSync(inbox).length;
  const [one, two, three] = [1, 2, 3].map((n) => `${asteriskLine(n)}\n`) as [string, string, string];

  let stop = await start();
  await t.test("sent twice with its key, at once and one after the other: one call", async () => {
    assert.deepEqual(await Promise.all([post(one, { key: "k1" }), post(one, { key: "k1" })]), [200, 200]);
    assert.equal(await post(one, { key: "k1" }), 200);
    assert.equal(await post(two, { key: "k1" }), 422, "the key is another request's");
    assert.equal(segments(), 1);
  });

  await t.test("no success before the segment and its folder are on disk", async () => {
    const order: string[] = [];
    const handle = await open(join(ingest.db.home, "probe"), "w");
    const files = Object.getPrototypeOf(handle) as { sync(): Promise<void> };
    await handle.close();
    const { sync } = files;
    t.mock.method(files, "sync", async function (this: typeof files) {
      await wait(150);
      await sync.call(this);
      order.push("on disk");
    });
    assert.equal(await post(two), 200);
    order.push("answered");
    t.mock.restoreAll();
    assert.deepEqual(order, ["on disk", "on disk", "answered"]);
  });

  await t.test("an inbox that takes nothing promises nothing, and takes it when it is sent again", async () => {
    renameSync(inbox, `${inbox}-away`);
    writeFileSync(inbox, "no folder");
    assert.equal(await post(three, { key: "k3" }), 503);
    await rm(inbox);
    renameSync(`${inbox}-away`, inbox);
    assert.equal(await post(three, { key: "k3" }), 200);
  });

  await t.test("another signature, another token: neither stored nor told apart", async () => {
    assert.equal(await post(`${asteriskLine(9)}\n`, { secret: "another" }), 401);
    assert.equal(await post(`${asteriskLine(9)}\n`, { token: "0123456789abcdef-other" }), 401);
  });

  await stop();
  assert.deepEqual([await stored(), await ingest.count("undefined_line")], [3, 0]);
  stop = await start();
  assert.equal(await post(one, { key: "k1" }), 200, "another life has forgotten the key, and ingest knows the call");
  await stop();
  assert.equal(await stored(), 3);
  const numbers = ["070-174 06 06", "070-174 06 07", "070-174 06 08", "070-174 06 14"];
  assert.deepEqual(await Promise.all(numbers.map((number) => foundCalls(fixture, number))), [1, 1, 1, 0]);
  const said = fixture.logged.join("");
  for (const secret of [TOKEN, SECRET, "07017406"]) assert.ok(!said.includes(secret), secret);
});
