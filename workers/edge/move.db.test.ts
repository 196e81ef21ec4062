import assert from "node:assert/strict";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { inviteEdge, placeSource } from "#server/edge/index.ts";
import { listSegments } from "#server/inbox/index.ts";
import { allowRoot } from "#server/sources/index.ts";
import { setSourceState } from "#server/store/sources.ts";
import { withCompany } from "#db/with-company.ts";
import { asteriskLine, type TestSource } from "../collector/collector-fixture.ts";
import { handOnce } from "../collector/hand-fingerprints.ts";
import { type EdgeFixture, openEdgeFixture, until } from "./edge-fixture.ts";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${asteriskLine(from + i)}\n`).join("");

async function stop(fixture: EdgeFixture, source: TestSource): Promise<void> {
  await withCompany(fixture.ingest.db.data("web"), fixture.ctx.company.id, async (tx) => {
    await setSourceState(tx, fixture.ctx.company.id, source.id, "stopped", null, fixture.ingest.time.now);
  });
}

test("how far a source was read goes along when it moves to an edge and back: no byte is taken twice, and none is lost", async (t) => {
  const fixture = await openEdgeFixture(t);
  const source = await fixture.addSource();
  const file = join(source.folder, "Master.csv");
  const taken = async () => (await source.transfers()).reduce((sum, one) => sum + one.bytes, 0);
  const sizeOf = (count: number) => Buffer.byteLength(lines(0, count));
  await writeFile(file, lines(0, 30));
  await fixture.collect(source);
  assert.deepEqual([await fixture.ingest.count("call_record"), await taken()], [30, sizeOf(30)]);

  // What comes while nobody reads is read where it goes on.
  await stop(fixture, source);
  await appendFile(file, lines(30, 40));
  const home = fixture.newHome();
  const { code, edgeId } = await inviteEdge(fixture.ctx, { name: "A", sourceIds: [source.id] });
  await assert.rejects(placeSource(fixture.ctx, { sourceId: source.id, edgeId }), /runs there already/);
  const edge = fixture.run(home, code);
  await until("enrolment", async () => edge.lines.join().includes("edge.started"));
  allowRoot(home, fixture.ctx.company.slug, source.folder);
  assert.equal(await handOnce(fixture.collector), 1);
  assert.equal(await handOnce(fixture.collector), 0, "once");
  await fixture.start(source);
  const isStored = (count: number) => async () => {
    await fixture.store();
    return (
      (await fixture.ingest.count("call_record")) >= count && (await listSegments(join(home, "inbox"))).length === 0
    );
  };
  const told = () => [edge.lines, fixture.doorLog];
  await until("what came meanwhile", isStored(40), told);
  assert.equal(await taken(), sizeOf(40), "the edge went on at the byte");
  await appendFile(file, lines(40, 45));
  await until("what came at the edge", isStored(45), told);

  // Home again: the collector here recognises what the edge has read.
  await stop(fixture, source);
  await until("the edge to hold nothing", async () => {
    await fixture.store();
    return await placeSource(fixture.ctx, { sourceId: source.id, edgeId: null }).then(
      () => true,
      () => false,
    );
  });
  await appendFile(file, lines(45, 50));
  await fixture.start(source);
  await fixture.collect(source);
  assert.deepEqual([await fixture.ingest.count("call_record"), await taken()], [50, sizeOf(50)]);
  assert.equal(await fixture.ingest.count("undefined_line"), 0);

  // And there once more, where the edge's own memory of it is older than what home has read since.
  await stop(fixture, source);
  await placeSource(fixture.ctx, { sourceId: source.id, edgeId });
  await appendFile(file, lines(50, 52));
  await fixture.start(source);
  await until("the last calls", isStored(52), told);
  assert.equal(await taken(), sizeOf(52));
  assert.equal(await edge.stop(), 0);
});
