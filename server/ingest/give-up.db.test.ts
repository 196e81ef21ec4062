import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { InboxView, listSegments, writeSegment } from "../inbox/index.ts";
import { currentInboxKeys } from "../keyring/index.ts";
import { giveUpOld } from "./give-up.ts";
import { asterisk, NOW, openIngestFixture } from "./ingest-fixture.ts";
import { ingestInbox } from "./ingest-inbox.ts";

test("nothing lies in the inbox for good: neither what an earlier holder says it read, nor what stands behind an end", async (t) => {
  const f = await openIngestFixture(t);
  const sourceId = await f.addSource("asterisk-cdr-csv");
  const [key] = await currentInboxKeys(f.keyring);
  assert.ok(key !== undefined);
  const put = async (deliveryId: string, from: number, changes: { fencing: number; end: boolean }) => {
    const bytes = Buffer.from(asterisk(`${deliveryId} ${from}`, "0701740611", "3000"));
    const place = { companyId: f.companyId, sourceId, deliveryId, from, to: from + 100 };
    const read = { receivedAt: NOW.toISOString(), sessionId: null, identity: null };
    await writeSegment(f.inbox, { ...place, ...read, ...changes }, [{ bytes, start: from, end: from + 100 }], key);
  };
  const [earlier, behind] = [randomUUID(), randomUUID()];
  await put(earlier, 0, { fencing: 5, end: false });
  await put(behind, 0, { fencing: 5, end: true });
  assert.equal((await ingestInbox(f.ctx, f.inbox)).records, 2);
  await put(earlier, 100, { fencing: 1, end: false });
  await put(behind, 100, { fencing: 5, end: false });
  assert.equal((await ingestInbox(f.ctx, f.inbox)).failed, 2);
  f.time.now = new Date(NOW.getTime() + 49 * 3_600_000);
  assert.equal(await giveUpOld(f.ctx, f.inbox), 2);
  assert.deepEqual(await listSegments(f.inbox), []);
  assert.equal(await f.count("undefined_line"), 1);
  await InboxView.of(f.inbox).look();
  assert.equal(InboxView.of(f.inbox).of(f.companyId, sourceId).damaged, 1);
});
