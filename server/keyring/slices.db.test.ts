import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ensureSlices,
  forgetCaches,
  liveSlices,
  moveSlices,
  openPseudonyms,
  openWithSlice,
  pseudonymise,
  sealWithSlice,
  type Slice,
} from "./index.ts";
import { freshSubjectIds } from "./resolve-subjects.ts";
import { dueSlices, liveSlicesByExpiry, shredSlices } from "./shred-slices.ts";
import { openTestKeyring, sliceSpec } from "./test-keyring.ts";

async function first(slices: Promise<Slice[]>): Promise<Slice> {
  const [slice] = await slices;
  assert.ok(slice);
  return slice;
}

test("a cached key is refused from the instant of destruction on, not a millisecond before", async (t) => {
  const { k, time } = await openTestKeyring(t);
  const slice = await first(ensureSlices(k, 1, [sliceSpec("2026-06-15", 7)]));
  const ids = freshSubjectIds(3);
  const pseudonyms = await pseudonymise(k, 1, slice, ids);
  const sealed = sealWithSlice(k, 1, slice.id, "raw_segment/sealed/1", Buffer.from("a line"));

  time.now = new Date(slice.destroyAt.getTime() - 1);
  assert.equal((await openPseudonyms(k, 1, slice.id, pseudonyms)).filter((one) => one.kind === "subject").length, 3);
  assert.equal((await openWithSlice(k, 1, slice.id, "raw_segment/sealed/1", sealed)).toString(), "a line");

  time.now = slice.destroyAt;
  await assert.rejects(pseudonymise(k, 1, slice, ids), { code: "expired" });
  assert.throws(() => sealWithSlice(k, 1, slice.id, "raw_segment/sealed/1", Buffer.from("a line")), {
    code: "expired",
  });
  await assert.rejects(openWithSlice(k, 1, slice.id, "raw_segment/sealed/1", sealed), { code: "expired" });
  assert.deepEqual(
    (await openPseudonyms(k, 1, slice.id, pseudonyms)).map((one) => one.kind),
    ["expired", "expired", "expired"],
  );
  assert.deepEqual(await liveSlices(k, 1, { classes: [1] }), []);
  assert.equal((await first(ensureSlices(k, 1, [sliceSpec("2026-06-15", 7)]))).live, false);
});

test("a destroyed slice is never made again, by this process or another, and a due one is not made at all", async (t) => {
  const { k, time, reopen } = await openTestKeyring(t);
  const spec = sliceSpec("2026-06-15", 7);
  const slice = await first(ensureSlices(k, 1, [spec]));
  time.now = slice.destroyAt;
  assert.equal(await shredSlices(k, await dueSlices(k, time.now), time.now), 1);
  assert.deepEqual(await dueSlices(k, time.now), []);
  time.now = new Date("2026-06-15T10:00:00Z");
  const other = await reopen();
  for (const process of [k, other]) {
    const again = await first(ensureSlices(process, 1, [spec]));
    assert.deepEqual([again.id, again.live], [slice.id, false]);
    await assert.rejects(pseudonymise(process, 1, again, freshSubjectIds(1)), { code: "expired" });
  }
  const late = await first(ensureSlices(k, 1, [sliceSpec("2026-01-01", 7)]));
  assert.deepEqual([late.id, late.live], [0, false]);
});

test("destruction refuses what is not due, and leaves the company's due slices alone with it", async (t) => {
  const { k, time } = await openTestKeyring(t);
  const [due, alive] = await ensureSlices(k, 1, [sliceSpec("2026-06-15", 0), sliceSpec("2026-06-15", 7)]);
  assert.ok(due && alive);
  time.now = new Date("2026-06-16T00:00:00Z");
  const both = [due, alive].map(({ id }) => ({ companyId: 1, id }));
  await assert.rejects(shredSlices(k, both, time.now), { code: "conflict" });
  assert.equal(await liveSlicesByExpiry(k, "2026-06-16"), 1);
  assert.equal(await shredSlices(k, both.slice(0, 1), time.now), 1);
  assert.equal(await liveSlicesByExpiry(k, "2026-06-16"), 0);
  assert.equal(await liveSlicesByExpiry(k, "2026-06-23"), 1);
});

test("processes that make the same slices at once get the same keys", async (t) => {
  const { k, reopen } = await openTestKeyring(t);
  const specs = Array.from({ length: 20 }, (_, day) => sliceSpec("2026-06-15", 100 + day));
  const processes = [k, await reopen(), await reopen(), await reopen()];
  const made = await Promise.all(
    processes.map((process, place) => ensureSlices(process, 1, place % 2 === 0 ? specs : specs.toReversed())),
  );
  const ids = freshSubjectIds(1);
  for (const [place, slices] of made.entries()) {
    for (const [row, slice] of (place % 2 === 0 ? slices : slices.toReversed()).entries()) {
      assert.equal(slice.id, made[0]?.[row]?.id);
      const process = processes[place] ?? k;
      assert.deepEqual(await pseudonymise(process, 1, slice, ids), await pseudonymise(k, 1, slice.id, ids));
    }
  }
});

test("the list of live slices follows what other processes make and destroy, and its filters", async (t) => {
  const { k, time, reopen } = await openTestKeyring(t);
  await ensureSlices(k, 1, [
    sliceSpec("2026-06-14", 7),
    sliceSpec("2026-06-15", 7),
    sliceSpec("2026-06-15", 30, { product: 2, class: 2 }),
  ]);
  assert.equal((await liveSlices(k, 1, { classes: [1, 2] })).length, 3);
  const other = await reopen();
  await ensureSlices(other, 1, [sliceSpec("2026-06-13", 7)]);
  assert.deepEqual(
    (await liveSlices(k, 1, { classes: [1] })).map((slice) => slice.callDay),
    ["2026-06-15", "2026-06-14", "2026-06-13"],
  );
  assert.equal((await liveSlices(k, 1, { classes: [1], from: "2026-06-14", to: "2026-06-14" })).length, 1);
  assert.equal((await liveSlices(k, 1, { classes: [1, 2], products: [2] })).length, 1);
  time.now = new Date("2026-06-21T00:00:00Z");
  await shredSlices(other, await dueSlices(other, time.now), time.now);
  assert.equal((await liveSlices(k, 1, { classes: [1] })).length, 2);
});

test("a moved slice keeps its key under the new end; ingest gets another one for the old end", async (t) => {
  const { k, time } = await openTestKeyring(t);
  const spec = sliceSpec("2026-06-15", 7);
  const slice = await first(ensureSlices(k, 1, [spec]));
  const ids = freshSubjectIds(1);
  const pseudonyms = await pseudonymise(k, 1, slice, ids);
  const later = sliceSpec("2026-06-15", 30);
  await moveSlices(k, 1, [{ sliceId: slice.id, expiresOn: later.expiresOn, destroyAt: later.destroyAt }]);
  time.now = slice.destroyAt;
  assert.deepEqual(await openPseudonyms(k, 1, slice.id, pseudonyms), [{ kind: "subject", id: ids }]);
  assert.deepEqual(await dueSlices(k, time.now), []);
  time.now = new Date("2026-06-16T00:00:00Z");
  assert.notEqual((await first(ensureSlices(k, 1, [spec]))).id, slice.id);
  // Shortened into the past it is due at once and refused at once, whatever day its rows stand on.
  await moveSlices(k, 1, [{ sliceId: slice.id, expiresOn: later.expiresOn, destroyAt: time.now }]);
  await assert.rejects(pseudonymise(k, 1, slice, ids), { code: "expired" });
  assert.deepEqual(
    (await dueSlices(k, time.now)).map((due) => due.id),
    [slice.id],
  );
  await assert.rejects(
    moveSlices(k, 1, [{ sliceId: slice.id, expiresOn: later.expiresOn, destroyAt: later.destroyAt }]),
    { code: "expired" },
  );
});

test("a batch under way goes on sealing while its process searches or forgets; the clock still ends it", async (t) => {
  const { k, time, reopen } = await openTestKeyring(t);
  const slice = await first(ensureSlices(k, 1, [sliceSpec("2026-06-15", 7)]));
  const other = await reopen();
  await ensureSlices(other, 1, [sliceSpec("2026-06-14", 7)]);
  const [listed, made] = await Promise.all([
    liveSlices(k, 1, { classes: [1] }),
    first(ensureSlices(k, 1, [sliceSpec("2026-06-13", 7)])),
  ]);
  assert.ok(listed.length >= 2);
  for (const { id } of [slice, made]) sealWithSlice(k, 1, id, "raw_segment/sealed/1", Buffer.from("a line"));
  forgetCaches(k, 1);
  const sealed = sealWithSlice(k, 1, slice.id, "raw_segment/sealed/1", Buffer.from("a line"));
  assert.equal((await openWithSlice(other, 1, slice.id, "raw_segment/sealed/1", sealed)).toString(), "a line");
  forgetCaches(k, 1);
  time.now = slice.destroyAt;
  assert.throws(() => sealWithSlice(k, 1, slice.id, "raw_segment/sealed/1", Buffer.from("a line")));
});
