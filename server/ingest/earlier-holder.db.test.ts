import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { listSegments, writeSegment } from "../inbox/index.ts";
import { currentInboxKeys } from "../keyring/index.ts";
import { asterisk, NOW, openIngestFixture } from "./ingest-fixture.ts";
import { ingestInbox } from "./ingest-inbox.ts";

test("what an earlier holder wrote further than the later one had come by then keeps nothing waiting that the later one read on", async (t) => {
  const f = await openIngestFixture(t);
  const sourceId = await f.addSource("asterisk-cdr-csv");
  const [key] = await currentInboxKeys(f.keyring);
  assert.ok(key !== undefined);
  const deliveryId = randomUUID();
  const put = async (from: number, to: number, fencing: number) => {
    const frames = [];
    for (let start = from; start < to; start += 50)
      frames.push({ bytes: Buffer.from(asterisk(`${start}`, "0701740611", "3000")), start, end: start + 50 });
    const place = { companyId: f.companyId, sourceId, deliveryId, from, to };
    const read = { receivedAt: NOW.toISOString(), sessionId: null, identity: null, end: false };
    await writeSegment(f.inbox, { ...place, ...read, fencing }, frames, key);
  };
  // Its first segment was damaged: the later holder has read the file from its start, and cut it elsewhere.
  await put(50, 150, 5);
  await put(0, 100, 6);
  await put(100, 200, 6);
  const passes = [await ingestInbox(f.ctx, f.inbox), await ingestInbox(f.ctx, f.inbox)];
  assert.deepEqual([passes[0]?.failed, passes[1]?.failed], [0, 0]);
  assert.equal(await f.count("call_record"), 4);
  assert.deepEqual(await listSegments(f.inbox), []);
});
