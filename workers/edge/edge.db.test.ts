import assert from "node:assert/strict";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { inviteEdge, listEdges } from "#server/edge/index.ts";
import { listSegments, openSegment } from "#server/inbox/index.ts";
import { asteriskLine } from "../collector/collector-fixture.ts";
import { readKeys } from "./edge-home.ts";
import { type EdgeFixture, openEdgeFixture, until } from "./edge-fixture.ts";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${asteriskLine(from + i)}\n`).join("");

const storedAre = (fixture: EdgeFixture, count: number) => async () => {
  await fixture.store();
  return (await fixture.ingest.count("call_record")) >= count;
};

test("an edge collects at the customer, goes on without the portal and through a kill, and every call arrives once", async (t) => {
  const fixture = await openEdgeFixture(t);
  const home = fixture.newHome();
  const source = await fixture.addEdgeSource(home);
  const inbox = join(home, "inbox");
  const file = join(source.folder, "Master.csv");
  const { code, edgeId } = await inviteEdge(fixture.ctx, { name: "Kontoret", sourceIds: [source.id] });
  await fixture.start(source);
  await writeFile(file, lines(0, 50));
  const first = fixture.run(home, code);
  await until("the first calls", storedAre(fixture, 50), () => [first.lines, fixture.doorLog]);
  await until(
    "acknowledgement",
    async () => (await listSegments(inbox)).length === 0,
    () => first.lines,
  );

  await fixture.portal.down();
  await appendFile(file, lines(50, 100));
  await until(
    "collection without the portal",
    async () => (await listSegments(inbox)).length > 0,
    () => first.lines,
  );
  await first.stop("SIGKILL");
  const second = fixture.run(home);
  await appendFile(file, lines(100, 120));
  await until(
    "collection after the kill",
    async () => (await listSegments(inbox)).length > 1,
    () => second.lines,
  );
  await revealsNothing(home);

  await fixture.portal.up();
  await until("the other calls", storedAre(fixture, 120), () => [second.lines, fixture.doorLog]);
  await until(
    "acknowledgement",
    async () => (await listSegments(inbox)).length === 0,
    () => second.lines,
  );
  assert.equal(await second.stop(), 0);
  assert.equal(await fixture.ingest.count("call_record"), 120);
  assert.equal(await fixture.ingest.count("undefined_line"), 0);
  const { edges } = await listEdges(fixture.ctx);
  assert.deepEqual([edges[0]?.id, edges[0]?.state, edges[0]?.refused], [edgeId, "at-work", 0]);
  const bytes = (await source.transfers()).reduce((sum, one) => sum + one.bytes, 0);
  assert.equal(bytes, Buffer.byteLength(lines(0, 120)), "each byte is counted once");
});

/** With every file of the machine, its keys among them: no segment opens, and no number stands anywhere in plain. */
async function revealsNothing(home: string): Promise<void> {
  const { sign, seal } = readKeys(home);
  for (const ref of await listSegments(join(home, "inbox"))) {
    for (const key of [seal, sign]) {
      const copy = { path: `${ref.path}.copy` };
      await writeFile(copy.path, await readFile(ref.path));
      await assert.rejects(openSegment(copy, () => key));
    }
  }
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.startsWith(join(home, "shared"))) continue;
    const content = await readFile(join(entry.parentPath, entry.name), "latin1");
    assert.doesNotMatch(content, /0701740\d|SIP\/trunk|7017406/, entry.name);
  }
}
