import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { accountingRequest, openDevice, SECRET, stopOf } from "#server/sources/radius/radius-fixture.ts";
import { openCollectorFixture } from "./collector-fixture.ts";
import { listeningSource } from "./listening-fixture.ts";

test("a sender that is not asked gets no answer while too much of its source waits for the worker, and others get theirs", async (t) => {
  const fixture = await openCollectorFixture(t);
  const given = { transport: "radius", driver: "cisco-radius-voip", secret: SECRET } as const;
  const flooded = await listeningSource(fixture, given);
  const other = await listeningSource(fixture, given);
  const device = await openDevice();
  t.after(() => device.close());
  const collector = await flooded.start();
  t.after(() => collector.stop());
  const startedAt = new Date(fixture.ingest.time.now.getTime() - 3_600_000);
  let asked = 0;
  const answered = async (port: number) => {
    const packet = accountingRequest(stopOf(++asked, [], startedAt), { identifier: asked });
    return (await device.ask(packet, port, 2_500)) !== null;
  };
  /** What waits is looked at now and then, and a busy machine answers late: asked until it is so. */
  const becomes = async (port: number, wanted: boolean) => {
    for (const until = performance.now() + 45_000; performance.now() < until; await wait(200))
      if ((await answered(port)) === wanted) return true;
    return false;
  };
  assert.equal(await becomes(other.port, true), true);
  assert.equal(await becomes(flooded.port, true), true);

  // Of a segment's place its name tells: as much as this waits, and nobody reads it here.
  mkdirSync(fixture.inbox, { recursive: true });
  const { companyId } = fixture.ingest;
  const name = `c${companyId}-s${flooded.source.id}-${randomUUID()}-0-600000000-${randomUUID()}.segment`;
  writeFileSync(join(fixture.inbox, name), "");
  assert.equal(await becomes(flooded.port, false), true, "refused");
  for (let again = 0; again < 2; again++) assert.equal(await answered(flooded.port), false, "and again");
  assert.equal(await becomes(other.port, true), true, "another source");

  rmSync(join(fixture.inbox, name));
  assert.equal(await becomes(flooded.port, true), true, "read in the meantime");
});
