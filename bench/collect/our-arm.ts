import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { asteriskCdrCsv } from "#server/drivers/asterisk-cdr-csv/driver.ts";
import { framingOf } from "#server/drivers/catalogue.ts";
import { createFramer, type Frame } from "#server/drivers/framing.ts";
import { type InboxPublicKey, SEGMENT_BYTES, SEGMENT_FRAMES, writeSegment } from "#server/inbox/index.ts";
import type { IngestFixture } from "#server/ingest/ingest-fixture.ts";
import { ingestInbox } from "#server/ingest/index.ts";

/** Reads a file as the collector does: framed, sealed and fsynced into the inbox. */
export async function collectFile(
  f: IngestFixture,
  sourceId: number,
  path: string,
  key: InboxPublicKey,
  framesEach: number,
): Promise<void> {
  const deliveryId = randomUUID();
  const framer = createFramer(framingOf(asteriskCdrCsv, {}));
  const most = Math.min(framesEach, SEGMENT_FRAMES);
  let waiting: Frame[] = [];
  let bytes = 0;
  let from = 0;
  const write = async (end: boolean) => {
    const to = waiting.at(-1)?.end ?? from;
    const header = { companyId: f.companyId, sourceId, deliveryId, from, to, receivedAt: f.time.now.toISOString() };
    await writeSegment(
      f.inbox,
      { ...header, sessionId: null, fencing: 1, identity: { inode: "1" }, end },
      waiting,
      key,
    );
    waiting = [];
    bytes = 0;
    from = to;
  };
  const take = async (frames: readonly Frame[]) => {
    for (const frame of frames) {
      waiting.push(frame);
      bytes += frame.bytes.length;
      if (waiting.length >= most || bytes >= SEGMENT_BYTES) await write(false);
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }))
    await take(framer.push(chunk as Buffer));
  await take(framer.finish());
  await write(true);
}

/** Everything the product does with a file, until its rows are committed and its segments gone. */
export async function ourArm(
  f: IngestFixture,
  sourceId: number,
  path: string,
  key: InboxPublicKey,
  framesEach = SEGMENT_FRAMES,
): Promise<number> {
  await collectFile(f, sourceId, path, key, framesEach);
  const { records, failed } = await ingestInbox(f.ctx, f.inbox);
  if (failed > 0) throw new Error(`ingest failed: ${f.logged.join("")}`);
  return records;
}
