import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { seededRandom } from "../domain/seeded-random.ts";
import { DRIVERS, framingOf } from "../drivers/catalogue.ts";
import type { Driver } from "../drivers/driver.ts";
import { createFramer } from "../drivers/framing.ts";
import { apart } from "../drivers/testing/damaged-file.ts";
import { mutate } from "../drivers/testing/mutation.ts";
import { specimensOf } from "../drivers/testing/specimens.ts";
import { processedByDay, processedBySource, type ProcessedRow } from "../store/processed.ts";
import type { FrameMark } from "../inbox/index.ts";
import { commitBatch } from "../store/commit-batch.ts";
import { addUndefinedWork } from "../store/undefined-work.ts";
import { runAgain } from "./again/run-again.ts";
import { isBadLine } from "./bad-line.ts";
import { decodeFrames } from "./decode-frames.ts";
import type { FrameBatch } from "./frame-batch.ts";
import { asterisk, type IngestFixture, NOW, openIngestFixture } from "./ingest-fixture.ts";
import { ingestInbox } from "./ingest-inbox.ts";
import { joinWaiting } from "./join-waiting.ts";
import { prepareBatch } from "./prepare-batch.ts";
import { asOwner } from "./stored-fixture.ts";

// One installation for all tests, and a company for each.
const house = await openIngestFixture({ after });
const EVER = { from: "2000-01-01", to: "2100-01-01" };

/** Whole records, each followed by a damaged one, behind what a file begins with. */
async function fileOf(
  driver: Driver,
  random: () => number,
): Promise<{ file: Buffer; options: Record<string, string> }> {
  const specimens = await specimensOf(driver);
  assert.ok(specimens !== null, driver.id);
  const options = specimens.options ?? {};
  const framing = framingOf(driver, options);
  const records = [...(specimens.before ?? []), ...(specimens.headers ?? [])].map((one) => apart(framing, one));
  for (const frame of framing.kind === "document" ? specimens.frames.slice(0, 1) : specimens.frames)
    records.push(
      apart(framing, frame),
      ...(framing.kind === "document" ? [] : [apart(framing, mutate(frame, random))]),
    );
  return { file: Buffer.concat(records), options };
}

async function session(f: IngestFixture, sourceId: number): Promise<string> {
  const id = randomUUID();
  await withCompany(
    f.db.data("owner"),
    f.companyId,
    (tx) => tx`insert into data.transfer_session (company_id, id, source_id, started_at, last_at, ended_at)
      values (${f.companyId}, ${id}, ${sourceId}, ${NOW}, ${NOW}, ${NOW})`,
  );
  return id;
}

async function statistics(f: IngestFixture): Promise<Map<number, ProcessedRow>> {
  const rows = await withCompany(f.db.data("web"), f.companyId, (tx) => processedBySource(tx, f.companyId, EVER));
  return new Map(rows.map((row) => [row.sourceId, row]));
}

/** Nothing is missing by days and by sessions, and calls and lines are as many as there are rows of them. */
async function agree(f: IngestFixture, framed: ReadonlyMap<number, number>, when: string): Promise<void> {
  const found = await statistics(f);
  const calls = await countBySource(f, "call_record", "true");
  const lines = await countBySource(f, "undefined_line", "join_key is null");
  const waiting = await countBySource(f, "undefined_line", "join_key is not null");
  for (const [sourceId, frames] of framed) {
    const row = found.get(sourceId);
    const stands = [row?.frames, row?.missing, row?.records, row?.undefinedLines, row?.waiting];
    const rows = [calls.get(sourceId) ?? 0, lines.get(sourceId) ?? 0, waiting.get(sourceId) ?? 0];
    assert.deepEqual(stands, [frames, 0, ...rows], `${when}: source ${sourceId}`);
  }
  const wrong = await asOwner(
    f,
    `select id from data.transfer_session where read_frames + further <> records + duplicates + joined + filtered + undefined_lines + waiting + left_out`,
  );
  assert.deepEqual(wrong, [], `${when}: by session`);
}

async function countBySource(f: IngestFixture, table: string, where: string): Promise<Map<number, number>> {
  const rows = await asOwner(f, `select source_id, count(*)::int as n from data.${table} where ${where} group by 1`);
  return new Map(rows.map((row) => [Number(row["source_id"]), Number(row["n"])]));
}

test("of every dialect frames in = records + duplicates + joined + filtered + undefined + waiting: damaged, sent again, stopped and joined", async (t) => {
  const f = await house.anew(t);
  const random = seededRandom(20_261_122);
  const framed = new Map<number, number>();
  const files = new Map<number, Buffer>();
  const deliveries = new Map<number, string>();
  for (const driver of DRIVERS) {
    const { file, options } = await fileOf(driver, random);
    const sourceId = await f.addSource(driver.id, { options });
    const framer = createFramer(framingOf(driver, options));
    framed.set(sourceId, framer.push(file).length + framer.finish().length);
    files.set(sourceId, file);
    const deliveryId = randomUUID();
    deliveries.set(sourceId, deliveryId);
    await f.put(sourceId, file, { sessionId: await session(f, sourceId), framesEach: 5, deliveryId });
  }
  await ingestInbox(f.ctx, f.inbox);
  assert.deepEqual(f.logged, []);
  await agree(f, framed, "as it came");

  for (const [sourceId, file] of files) await f.put(sourceId, file, { deliveryId: deliveries.get(sourceId) ?? "" });
  await ingestInbox(f.ctx, f.inbox);
  await agree(f, framed, "the same bytes once more, as from a collector that was killed");

  for (const [sourceId, file] of files) {
    await f.put(sourceId, file, { sessionId: await session(f, sourceId) });
    framed.set(sourceId, (framed.get(sourceId) ?? 0) * 2);
  }
  await ingestInbox(f.ctx, f.inbox);
  await agree(f, framed, "sent again as a new file");
  const sums = [...(await statistics(f)).values()];
  const sum = (of: keyof ProcessedRow) => sums.reduce((all, row) => all + row[of], 0);
  for (const what of ["records", "duplicates", "joined", "filtered", "undefinedLines", "waiting", "badLines"] as const)
    assert.ok(sum(what) > 0, `nothing was ${what}: the test shows little`);

  f.time.now = new Date(f.time.now.getTime() + 2 * 86_400_000);
  for (const sourceId of files.keys()) await joinWaiting(f.ctx, { companyId: f.companyId, sourceId });
  await agree(f, framed, "when nothing more is waited for");
  assert.equal(
    [...(await statistics(f)).values()].reduce((all, row) => all + row.waiting, 0),
    0,
  );
});

test("lines that are read again with another driver move from not understood to what they became, on the day they came", async (t) => {
  const f = await house.anew(t);
  const sourceId = await f.addSource("flexi-tid");
  const lines = [asterisk("01", "0701740605", "3001"), asterisk("02", "0701740606", "3002"), "no call at all", ""];
  await f.send(sourceId, lines.join("\n"), { sessionId: await session(f, sourceId) });
  const framed = new Map([[sourceId, 3]]);
  await agree(f, framed, "before");
  const before = (await statistics(f)).get(sourceId);
  const workId = randomUUID();
  await withCompany(f.db.data("web"), f.companyId, (tx) =>
    addUndefinedWork(tx, {
      ...{ companyId: f.companyId, id: workId, accountId: randomUUID(), kind: "again", sourceId, slices: [] },
      ...{ fromDay: "2026-06-15", toDay: "2026-06-15", createdAt: NOW, linesTotal: 3 },
      ...{ fromAt: new Date("2026-06-14T22:00:00Z"), beforeAt: new Date("2026-06-15T22:00:00Z") },
      ...{ driver: "asterisk-cdr-csv", driverOptions: {} },
    }),
  );
  // A day later: the figures stay on the day of reception.
  f.time.now = new Date(NOW.getTime() + 86_400_000);
  await runAgain(f.ctx, { companyId: f.companyId, workId });
  await agree(f, framed, "afterwards");
  const days = await withCompany(f.db.data("web"), f.companyId, (tx) => processedByDay(tx, f.companyId, EVER));
  assert.deepEqual(
    [before?.undefinedLines, days.map((row) => [row.day, row.records, row.undefinedLines])],
    [3, [["2026-06-15", 2, 1]]],
  );
});

test("a frame that the gate has left out is counted as that, and is nothing else", async (t) => {
  const f = await house.anew(t);
  const sourceId = await f.addSource("asterisk-cdr-csv");
  const settings = await f.ctx.settingsOf(f.companyId, sourceId);
  const frame = (text: string, mark?: FrameMark) => ({ bytes: Buffer.from(text), position: 0, ...(mark && { mark }) });
  const out = { leftOut: 3, category: null, struck: false };
  const hushed = { leftOut: null, category: 2, struck: false };
  const batch: FrameBatch = {
    ...{ companyId: f.companyId, sourceId, deliveryId: randomUUID(), from: 0, to: 10, fencing: 1, identity: null },
    ...{ done: true, sessionId: await session(f, sourceId), receivedAt: NOW },
    parts: [
      {
        receivedAt: NOW,
        frames: [frame("", out), frame(asterisk("01", "0701740605", "3001"), hushed), frame("", out)],
      },
    ],
  };
  const drafts = decodeFrames(batch, settings, {});
  await commitBatch(f.ctx.sql, await prepareBatch(f.ctx, batch, settings, drafts, null));
  await agree(f, new Map([[sourceId, 3]]), "with two of three left out");
  const row = (await statistics(f)).get(sourceId);
  assert.deepEqual([row?.frames, row?.records, row?.leftOut, row?.shielded], [3, 1, 2, 1]);
});

test("a day is the company's day of reception, and a frame that disappears is missed", async (t) => {
  const f = await house.anew(t);
  const source = await f.addSource("asterisk-cdr-csv");
  // 22:30 UTC is the next day in Stockholm.
  await f.send(source, "nothing of a call\n", { receivedAt: new Date("2026-06-14T22:30:00Z") });
  await f.send(source, "nothing either\n\n", { receivedAt: new Date("2026-06-14T21:30:00Z") });
  const days = () => withCompany(f.db.data("web"), f.companyId, (tx) => processedByDay(tx, f.companyId, EVER));
  assert.deepEqual(
    (await days()).map((row) => [row.day, row.frames, row.undefinedLines, row.filtered, row.missing]),
    [
      ["2026-06-14", 2, 1, 1, 0],
      ["2026-06-15", 1, 1, 0, 0],
    ],
  );
  // One day lacks what another has too much of: sums would hide it.
  await withCompany(
    f.db.data("owner"),
    f.companyId,
    (tx) => tx`update data.processed_day set records = records + case when day = '2026-06-14' then 1 else -1 end`,
  );
  const found = (await statistics(f)).get(source);
  assert.deepEqual([found?.records, found?.missing], [0, 2]);
});

test("a line is bad when it was damaged, and not when nobody knows it", () => {
  for (const reason of ["binary: bytes that no text holds", "quotes: a quote is not closed", "driver failed"])
    assert.equal(isBadLine(reason), true, reason);
  for (const reason of ["status: unknown word", "columns: not those of its format", ""])
    assert.equal(isBadLine(reason), false, reason);
});
