import assert from "node:assert/strict";
import { test } from "node:test";
import { expireSubjects } from "../../keyring/index.ts";
import { storedParties, storedRecords } from "../stored-fixture.ts";
import { CALLERS, lineOf, MOVED, NAMED, openReplayFixture } from "./replay-fixture.ts";

const MOMENT = "2026-06-15 08:00:00";
const [FROM = "", OTHER = ""] = CALLERS;

test("of calls that would become one another the first moves, the others stay whole, names too", async (t) => {
  const file = lineOf(0, FROM, MOMENT, "2026-06-15", "Alva Lind");
  const f = await openReplayFixture(t, { layout: NAMED, file, keepNames: true });
  await f.send(f.source, lineOf(1, OTHER, MOMENT, "2026-06-15", "Nils Ek"));
  assert.equal(await f.count("raw_segment"), 2, "a segment each, and one step");
  const named = async () => (await storedParties(f)).flatMap((one) => (one.class === "name" ? [one.canonical] : []));
  assert.equal((await named()).length, 2);
  const asked = await f.ask(MOVED);
  await asked.run();
  const { changed, stored, state } = await asked.counts();
  assert.deepEqual({ changed, stored, state }, { changed: 1, stored: 1, state: "done" });
  const starts = (await storedRecords(f)).map((one) => (one["started_at"] as Date).toISOString().slice(11, 16));
  assert.deepEqual(starts, ["06:00", "07:01"]);
  // What has ended goes with the next sweep.
  await expireSubjects(f.keyring, f.companyId, "2026-06-15");
  const left = await named();
  assert.deepEqual([left.length, left[0]], [1, "Nils Ek"], "who stays can still be read");
});
