import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { test } from "node:test";
import { listSources } from "#server/collect/index.ts";
import { joinDue } from "#server/ingest/index.ts";
import { storedParties, storedRecords } from "#server/ingest/stored-fixture.ts";
import { accountingRequest, openDevice, SECRET, stopOf } from "#server/sources/radius/radius-fixture.ts";
import { readCompanyOverview } from "#server/watch/index.ts";
import { asteriskLine, openCollectorFixture } from "./collector-fixture.ts";
import { listeningSource } from "./listening-fixture.ts";
import { administrator } from "./network-fixture.ts";

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

test("a stranger leaves a listener running, with a warning; the session of what it took meanwhile is done", async (t) => {
  const fixture = await openCollectorFixture(t);
  const syslog = await listeningSource(fixture, {
    transport: "syslog",
    driver: "asterisk-cdr-csv",
    settings: { pass: "message", hosts: "pbx" },
  });
  const { stateSince } = await syslog.source.row();
  fixture.ingest.time.now = new Date(stateSince.getTime() + 60_000);
  const collector = await syslog.start();
  await sendUdp(syslog.port, [
    "<133>Mar  2 08:15:00 scanner cdr: x",
    `<133>Mar  2 08:15:00 pbx cdr: ${asteriskLine(1)}`,
  ]);
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100)))
    if ((await syslog.source.row()).stateReason !== null) break;
  const { state, stateReason, stateSince: since, lastSeenAt } = await syslog.source.row();
  const ctx = await administrator(fixture);
  const shown = (await listSources(ctx)).map(({ problem, warning, advice }) => [
    problem,
    warning,
    advice?.slice(0, 28),
  ]);
  const { alarms, sources, sourcesRunning } = await readCompanyOverview(ctx);
  await collector.stop();
  await fixture.store();
  assert.deepEqual([state, stateReason], ["running", "sender-unknown"]);
  assert.deepEqual([since, lastSeenAt], [stateSince, fixture.ingest.time.now], "it has run all the time");
  assert.deepEqual(shown, [[null, "sender-unknown", "Somebody whom no source name"]]);
  const told = alarms.filter(({ sourceId }) => sourceId !== undefined).map(({ kind, level }) => [kind, level]);
  assert.deepEqual(told, [["source-warned", "warn"]]);
  assert.deepEqual([sources?.[0]?.isWarned, sourcesRunning], [true, 1]);
  assert.equal(await fixture.ingest.count("call_record"), 1);
  const [session, ...more] = await syslog.source.transfers();
  assert.deepEqual([session?.outcome, session?.error, session?.frames, more.length], ["done", null, 1, 0]);
});

async function sendUdp(port: number, messages: readonly string[]): Promise<void> {
  const socket = createSocket("udp4");
  for (const message of messages)
    await new Promise<void>((resolve) => socket.send(message, port, "127.0.0.1", () => resolve()));
  socket.close();
}
