import assert from "node:assert/strict";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { inviteEdge, listEdges } from "#server/edge/index.ts";
import { listSegments } from "#server/inbox/index.ts";
import { currentInboxKeys, ensureInboxKeys } from "#server/keyring/index.ts";
import { putInboxPublicKeys } from "#server/store/inbox-keys.ts";
import { asteriskLine } from "../collector/collector-fixture.ts";
import { type EdgeFixture, openEdgeFixture, until } from "./edge-fixture.ts";

const DAY_MS = 86_400_000;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${asteriskLine(from + i)}\n`).join("");

/** The edge's own clock runs on by so many days, as it does while the portal is away. */
async function later(fixture: EdgeFixture, home: string, days: number): Promise<void> {
  const now = fixture.ingest.time.now.getTime() + days * DAY_MS;
  await writeFile(join(home, "edge", "clock"), `${Date.now() - now}\n`);
}

test("keys to write with are missed from the second day without new ones; without any nothing is acknowledged, and all goes on with new ones", async (t) => {
  const fixture = await openEdgeFixture(t);
  const { ingest } = fixture;
  const home = fixture.newHome();
  const inbox = join(home, "inbox");
  const source = await fixture.addEdgeSource(home);
  const file = join(source.folder, "Master.csv");
  const { code } = await inviteEdge(fixture.ctx, { name: "A", sourceIds: [source.id] });
  await fixture.start(source);
  await writeFile(file, lines(0, 5));
  const first = fixture.run(home, code);
  const stored = (count: number) => async () => {
    await fixture.store();
    return (await ingest.count("call_record")) >= count && (await listSegments(inbox)).length === 0;
  };
  await until("the first calls", stored(5), () => first.lines);
  assert.doesNotMatch(first.lines.join(), /edge\.keys-end/);
  const until14 = new Date(ingest.time.now.getTime() + 14 * DAY_MS).toISOString().slice(0, 10);
  await until("the days told", async () => (await listEdges(fixture.ctx)).edges[0]?.keysUntil === until14);
  await first.stop();

  await fixture.portal.down();
  await later(fixture, home, 2);
  await appendFile(file, lines(5, 8));
  const second = fixture.run(home);
  await until(
    "the warning",
    async () => /"edge\.keys-end".*"days":13|days":13.*edge\.keys-end/.test(second.lines.join()),
    () => second.lines,
  );
  await until("collection without the portal", async () => (await listSegments(inbox)).length > 0);
  await second.stop();
  const waiting = (await listSegments(inbox)).length;

  await later(fixture, home, 15);
  await appendFile(file, lines(8, 10));
  const third = fixture.run(home);
  await until(
    "the alarm",
    async () => third.lines.join().includes("edge.no-keys"),
    () => third.lines,
  );
  await until(
    "the source to say why",
    async () => third.lines.join().includes("no-inbox-key"),
    () => third.lines,
  );
  await wait(1_500);
  assert.equal((await listSegments(inbox)).length, waiting, "nothing is written that nobody could open");

  // Home again, a fortnight and a day later, with keys of those days.
  ingest.time.now = new Date(ingest.time.now.getTime() + 15 * DAY_MS);
  await ensureInboxKeys(ingest.keyring, ingest.time.now.toISOString().slice(0, 10), 14);
  const keys = await currentInboxKeys(ingest.keyring);
  await putInboxPublicKeys(
    ingest.db.data("keeper"),
    keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } })),
  );
  await fixture.portal.up();
  await until("all of them", stored(10), () => [third.lines, fixture.doorLog]);
  assert.equal(await ingest.count("call_record"), 10);
  assert.equal(await third.stop(), 0);
});
