import assert from "node:assert/strict";
import { test } from "node:test";
import { sourcesToRun } from "#server/store/edge-sources.ts";
import { withCompany } from "#db/with-company.ts";
import { handOnce } from "../collector/hand-fingerprints.ts";
import { openEdgeFixture } from "./edge-fixture.ts";
import { play } from "./played-edge-fixture.ts";

test("a source that has just been started at an edge waits there for its key, so that it is read once; not for ever, and not again", async (t) => {
  const fixture = await openEdgeFixture(t);
  const { db, companyId } = fixture.ingest;
  const source = await fixture.addEdgeSource(fixture.newHome());
  const edge = await play(fixture, "A", [source.id]);
  await fixture.start(source);
  const startedAgo = (seconds: number) =>
    withCompany(db.data("owner"), companyId, async (tx) => {
      await tx`update data.source set state_since = now() - make_interval(secs => ${seconds}) where id = ${source.id}`;
    });
  const toRun = () =>
    withCompany(db.data("web"), companyId, async (tx) =>
      (await sourcesToRun(tx, companyId, edge.edgeId, [])).map(({ id }) => id),
    );
  await startedAgo(1);
  assert.deepEqual(await toRun(), []);
  // Where no collector runs at home, none will come.
  await startedAgo(21);
  assert.deepEqual(await toRun(), [source.id]);
  await startedAgo(1);
  assert.equal(await handOnce(fixture.collector), 1);
  assert.deepEqual(await toRun(), [source.id]);
});
