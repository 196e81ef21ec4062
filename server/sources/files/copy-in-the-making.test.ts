import assert from "node:assert/strict";
import { test } from "node:test";
import { type Look, openOneFile } from "./one-file-fixture.ts";
import { createTestSink } from "./sink-fixture.ts";

const LINES = Buffer.from(Array.from({ length: 1000 }, (_, n) => `line ${n}\n`).join(""));
const ALL = LINES.length;
const HALF = 4096;

for (const [where, byName] of [
  ["of this machine", false],
  ["of another machine", true],
] as const) {
  test(`${where}: a copy that was half made when it was listed, its original gone when it was opened, is no other file`, async () => {
    assert.equal(await linesAfter({ byName }, [{ listed: HALF, opened: ALL }]), 1000);
  });

  test(`${where}: nor is one that is half made for many looks`, async () => {
    const looks = [HALF, HALF + 100, HALF + 200, HALF + 300].map((size) => ({ listed: size, opened: size }));
    assert.equal(await linesAfter({ byName }, looks), 1000);
  });
}

test("nor is one that stood half made for so long that it seemed to be at rest", async () => {
  const looks = [{ listed: HALF, opened: ALL }];
  assert.equal(await linesAfter({ byName: false, restSeconds: 0 }, looks), 1000);
});

test("nor is one that is still shorter than any beginning that is known", async () => {
  const looks = [{ listed: 100, opened: ALL }];
  assert.equal(await linesAfter({ byName: false }, looks), 1000);
});

for (const size of [100, 1000, 4000])
  test(`nor is one of which no more than ${size} bytes are there while it is looked at`, async () => {
    assert.equal(await linesAfter({ byName: false }, [{ listed: size, opened: size }]), 1000);
  });

test("a file that begins like a longer one is no copy once it goes on otherwise: it is read while it grows", async () => {
  const test = createTestSink();
  const first = openOneFile(test, { byName: false, restSeconds: 10, inode: "1" });
  await first.poll({ content: LINES, listed: ALL, opened: ALL });
  await first.source.close();
  const next = openOneFile(test, { byName: false, restSeconds: 10, inode: "2" });
  const header = LINES.subarray(0, LINES.indexOf("line 15"));
  const content = Buffer.concat([header, Buffer.from("another line\n".repeat(20))]);
  await next.poll({ content, listed: header.length, opened: header.length });
  assert.equal(test.lines().length, 1000);
  await next.poll({ content, listed: content.length, opened: content.length });
  await next.source.close();
  assert.equal(test.lines().length, 1000 + 15 + 20);
});

test("a copy that was only ever half made is read, once it stands still", async () => {
  const looks = [1, 2, 3].map(() => ({ listed: HALF, opened: HALF }));
  assert.ok((await linesAfter({ byName: false, restSeconds: 0 }, looks, HALF)) > 1000);
});

/** Lines delivered of one file by a first collector, and by another one that meets only a copy of it, in the making, then whole. */
async function linesAfter(
  { byName, restSeconds = 10 }: { byName: boolean; restSeconds?: number },
  looks: readonly Pick<Look, "listed" | "opened">[],
  end = ALL,
): Promise<number> {
  const test = createTestSink();
  const whole = { content: LINES, listed: ALL, opened: ALL };
  const first = openOneFile(test, { byName, restSeconds, inode: "1" });
  await first.poll(whole);
  assert.equal(test.lines().length, 1000);
  await first.source.close();
  const next = openOneFile(test, { byName, restSeconds, inode: "2" });
  for (const look of looks) await next.poll({ ...whole, ...look });
  for (let round = 0; round < 3; round++) await next.poll({ ...whole, listed: end, opened: end });
  await next.source.close();
  return test.lines().length;
}
