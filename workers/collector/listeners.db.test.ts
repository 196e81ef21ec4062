import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { test } from "node:test";
import { joinDue } from "#server/ingest/index.ts";
import { storedParties, storedRecords } from "#server/ingest/stored-fixture.ts";
import { accountingRequest, openDevice, SECRET, stopOf } from "#server/sources/radius/radius-fixture.ts";
import { asteriskLine, openCollectorFixture } from "./collector-fixture.ts";
import { listeningSource } from "./listening-fixture.ts";

test("what devices send by syslog and RADIUS is stored once, also when it is sent again to another collector's life", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { ingest } = fixture;
  const syslog = await listeningSource(fixture, {
    transport: "syslog",
    driver: "asterisk-cdr-csv",
    settings: { pass: "message", hosts: "pbx" },
  });
  const radius = await listeningSource(fixture, { transport: "radius", driver: "cisco-radius-voip", secret: SECRET });
  const device = await openDevice();
  const startedAt = new Date(ingest.time.now.getTime() - 3_600_000);
  const requests = Array.from({ length: 5 }, (_, n) => stopOf(n, [], startedAt));
  const sent = [0, 1, 2].map((n) => `<133>Mar  2 08:15:00 pbx cdr: ${asteriskLine(n)}`);
  for (const life of [0, 1]) {
    const collector = await syslog.start();
    while ((await device.ask(accountingRequest([[40, 7]], { identifier: 250 }), radius.port, 200)) === null);
    // A retransmit after a restart has waited longer, and so another identifier.
    for (const [n, given] of requests.entries()) {
      const packet = accountingRequest([...given, [41, life * 30]], { identifier: n + life * 100 });
      assert.equal((await device.ask(packet, radius.port))?.[0], 5);
      assert.equal((await device.ask(packet, radius.port))?.[0], 5);
    }
    await sendUdp(syslog.port, [...sent, "<133>Mar  2 08:15:00 pbx cdr: rubbish", "<133>Mar  2 08:15:00 gw cdr: x"]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await collector.stop();
    await fixture.store();
  }
  ingest.time.now = new Date(ingest.time.now.getTime() + 7 * 3_600_000);
  await joinDue(ingest.ctx);
  const records = await storedRecords(ingest);
  const bySource = (id: number) => records.filter((row) => row["source_id"] === id).length;
  assert.deepEqual([bySource(syslog.source.id), bySource(radius.source.id)], [3, 5]);
  const numbers = (await storedParties(ingest)).filter((party) => party.role === "calling");
  assert.ok(numbers.every((party) => party.canonical !== null));
  assert.ok(fixture.logged.some((line) => line.includes('"note":"stranger"')));
  assert.ok(!fixture.logged.join("").includes("0701740605"));
  device.close();
});

async function sendUdp(port: number, messages: readonly string[]): Promise<void> {
  const socket = createSocket("udp4");
  for (const message of messages)
    await new Promise<void>((resolve) => socket.send(message, port, "127.0.0.1", () => resolve()));
  socket.close();
}
