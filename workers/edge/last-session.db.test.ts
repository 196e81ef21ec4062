import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { stopSource } from "#server/collect/index.ts";
import { placeSource, revokeEdge } from "#server/edge/index.ts";
import { startTransfer } from "#server/store/transfers.ts";
import type { TestSource } from "../collector/collector-fixture.ts";
import { openEdgeFixture } from "./edge-fixture.ts";
import { CONTACT, type Played, play } from "./played-edge-fixture.ts";

interface Told {
  readonly id: string;
  readonly outcome?: "done" | "interrupted" | "failed";
  readonly errors?: number;
}

/** What an edge says of a session, and which task it has. */
async function tell(edge: Played, { id: sourceId }: TestSource, session: Told, stamp: string | null = null) {
  const told = { sourceId, files: 0, errors: 0, outcome: null, problem: null, ...session };
  const body = { ...JSON.parse(CONTACT.toString()), stamp, sessions: [told] };
  const answer = await edge.post("contact", Buffer.from(JSON.stringify(body)));
  assert.equal(answer.status, 200);
  return (answer.body as { stamp: string }).stamp;
}

const shown = async (source: TestSource) =>
  (await source.transfers()).map(({ id, outcome, errors, error }) => [id, outcome, errors, error]);

test("the last session of a source that was stopped or moved away is told with its outcome, by the edge that began it alone", async (t) => {
  const fixture = await openEdgeFixture(t);
  const { ctx, ingest } = fixture;
  const source = await fixture.addEdgeSource(fixture.newHome());
  const never = await fixture.addEdgeSource(fixture.newHome());
  const [edge, other] = [await play(fixture, "A", [source.id, never.id]), await play(fixture, "B", [])];
  const [stopped, moved, foreign] = [randomUUID(), randomUUID(), randomUUID()];
  await fixture.start(source);
  await tell(edge, source, { id: stopped });
  await stopSource(ctx, { sourceId: source.id });
  await tell(edge, source, { id: stopped, outcome: "failed", errors: 3 });
  assert.deepEqual(await shown(source), [[stopped, "failed", 3, null]], "while it rests there");

  await fixture.start(source);
  await tell(edge, source, { id: moved });
  ingest.time.now = new Date(ingest.time.now.getTime() + 60_000);
  await stopSource(ctx, { sourceId: source.id });
  await tell(edge, source, { id: moved }, await tell(edge, source, { id: moved }));
  await placeSource(ctx, { sourceId: source.id, edgeId: other.edgeId });
  await fixture.start(source);
  // Neither the one that runs it now, nor one that ran it before: what another has begun is not theirs to tell of.
  await tell(other, source, { id: moved, outcome: "failed", errors: 9 });
  await withCompany(ingest.db.data("web"), ingest.companyId, (tx) =>
    startTransfer(tx, {
      companyId: ingest.companyId,
      id: foreign,
      sourceId: source.id,
      startedAt: new Date(ingest.time.now.getTime() + 1_000),
      holder: "home",
    }),
  );
  await tell(edge, source, { id: foreign, outcome: "failed", errors: 9 });
  await tell(edge, source, { id: moved, outcome: "done", errors: 1 });
  // Nor does it begin one of a source that is elsewhere, or that never ran there.
  await tell(edge, source, { id: randomUUID(), outcome: "done" });
  await tell(edge, never, { id: randomUUID(), outcome: "done" });
  assert.deepEqual(
    (await shown(source)).toSorted(),
    [
      [foreign, null, 0, null],
      [moved, "done", 1, null],
      [stopped, "failed", 3, null],
    ].toSorted(),
  );
  assert.deepEqual(await shown(never), []);
});

test("what an edge has left open ends as interrupted when it is revoked, and nothing that it says changes that", async (t) => {
  const fixture = await openEdgeFixture(t);
  const source = await fixture.addEdgeSource(fixture.newHome());
  const edge = await play(fixture, "A", [source.id]);
  const id = randomUUID();
  await fixture.start(source);
  await tell(edge, source, { id });
  await revokeEdge(fixture.ctx, { edgeId: edge.edgeId });
  assert.equal((await edge.post("contact", CONTACT)).refused, "revoked");
  assert.deepEqual(await shown(source), [[id, "interrupted", 0, "collector-lost"]]);
});
