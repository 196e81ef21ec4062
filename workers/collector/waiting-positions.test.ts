import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { JWK } from "jose";
import { listSegments, removeSegment, writeSegment } from "#server/inbox/index.ts";
import type { KnownPosition } from "#server/sources/index.ts";
import { withWaiting } from "./waiting-positions.ts";

const DELIVERY = "0b0e7f3c-1111-4222-8333-444455556666";

test("what is stored and gone between the list and the look is found in the store, and what waits behind it goes on", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "gallra-test-waiting-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const [first] = [await put(dir, 0, 10), await put(dir, 10, 30)];
  const waiting = await listSegments(dir);
  assert.equal(waiting.length, 2);
  let asked = 0;
  const stored = async (): Promise<KnownPosition[]> => {
    if (asked++ > 0) return [{ deliveryId: DELIVERY, position: 10, identity: { head: "a" }, done: false }];
    // As ingest does, after its commit.
    await removeSegment(first);
    return [];
  };
  const known = await withWaiting(stored, waiting);
  assert.deepEqual(known, [
    { deliveryId: DELIVERY, position: 30, identity: { head: "a" }, done: false, inInbox: true },
  ]);
  assert.equal(asked, 2);
  await withWaiting(stored, await listSegments(dir));
  assert.equal(asked, 3, "the store is asked once where nothing went meanwhile");
});

async function put(dir: string, from: number, to: number) {
  const { publicKey } = generateKeyPairSync("x25519");
  const key = { kid: "day-1", publicJwk: publicKey.export({ format: "jwk" }) as JWK };
  const place = { companyId: 3, sourceId: 7, deliveryId: DELIVERY, from, to };
  const told = { receivedAt: "2026-07-01T08:00:00.000Z", sessionId: null, fencing: 1, identity: { head: "a" } };
  const frames = [{ bytes: Buffer.alloc(to - from - 1, 65), start: from, end: to }];
  return await writeSegment(dir, { ...place, ...told, end: false }, frames, key);
}
