import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { InboxView, listSegments, type SegmentRef, timeOrderedId } from "./index.ts";
import { segmentPath } from "./segment-name.ts";

const [FIRST, SECOND] = [timeOrderedId(), timeOrderedId()];

test("what comes, goes and is set aside is counted for its source, with the bytes that it takes", async (t) => {
  const { dir, put } = folder(t);
  const view = InboxView.of(dir);
  await view.look();
  assert.deepEqual([view.all.segments, view.oldest, view.first(9)], [0, null, []]);
  const [a, b] = [put({ to: 100 }, 30), put({ from: 100, to: 250 }, 40)];
  const dayAgo = new Date(Date.now() - 86_400_000);
  utimesSync(b.path, dayAgo, dayAgo);
  const other = put({ sourceId: 8, deliveryId: SECOND, to: 7 }, 5);
  await view.look();
  assert.deepEqual(view.of(3, 7), { segments: 2, spanned: 250, bytes: 70, damaged: 0, damagedBytes: 0 });
  assert.deepEqual(view.of(3, 8), { segments: 1, spanned: 7, bytes: 5, damaged: 0, damagedBytes: 0 });
  assert.equal(view.oldest, a.id);
  assert.equal(view.since?.getTime(), dayAgo.getTime());
  renameSync(a.path, `${a.path}.damaged`);
  rmSync(other.path);
  await view.look();
  assert.deepEqual(view.of(3, 7), { segments: 1, spanned: 150, bytes: 40, damaged: 1, damagedBytes: 30 });
  assert.deepEqual(view.of(3, 8), { segments: 0, spanned: 0, bytes: 0, damaged: 0, damagedBytes: 0 });
  assert.deepEqual(view.all, view.of(3, 7));
  assert.equal(view.oldest, b.id);
});

test("the first of thousands are the first of the list, whatever order the names have", async (t) => {
  const { dir, put } = folder(t);
  const places = Array.from({ length: 90 }, (_, n) => (n * 37) % 90);
  for (const place of places) put({ deliveryId: place % 3 === 0 ? FIRST : SECOND, from: place, to: place + 1 }, 1);
  put({ companyId: 12, sourceId: 113, from: 5, to: 6 }, 1);
  writeFileSync(join(dir, "no-segment.txt"), "");
  const view = InboxView.of(dir);
  await view.look();
  const all = await listSegments(dir);
  for (const most of [1, 4, 20, 91, 500]) assert.deepEqual(view.first(most), all.slice(0, most), `${most}`);
});

test("a folder that has not changed is not read again; one that changed a moment ago is", async (t) => {
  const { dir, put } = folder(t);
  const { path } = put({ to: 1 }, 1);
  const view = InboxView.of(dir);
  const hourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(dir, hourAgo, hourAgo);
  await view.look();
  // Nobody else puts a folder's time back: this shows that its time alone is asked for.
  rmSync(path);
  utimesSync(dir, hourAgo, hourAgo);
  await view.look();
  assert.equal(view.all.segments, 1);
  const now = new Date();
  utimesSync(dir, now, now);
  await view.look();
  assert.equal(view.all.segments, 0);
  put({ to: 1 }, 1);
  utimesSync(dir, now, now);
  await view.look();
  assert.equal(view.all.segments, 1);
});

test("a glance is content with what was seen a moment ago, a look never", async (t) => {
  const { dir, put } = folder(t);
  const view = InboxView.of(dir);
  await view.look();
  put({ to: 1 }, 1);
  await view.glance(60_000);
  assert.equal(view.all.segments, 0);
  await Promise.all([view.look(), view.look()]);
  assert.equal(view.all.segments, 1);
});

function folder(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), "gallra-test-view-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const put = (some: Partial<SegmentRef>, size: number): SegmentRef => {
    const what = { companyId: 3, sourceId: 7, deliveryId: FIRST, from: 0, to: 0, id: timeOrderedId(), ...some };
    const path = segmentPath(dir, what);
    writeFileSync(path, Buffer.alloc(size));
    return { path, ...what };
  };
  return { dir, put };
}
