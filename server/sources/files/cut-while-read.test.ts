import assert from "node:assert/strict";
import { test } from "node:test";
import { TAIL_BYTES } from "./fingerprint.ts";
import { openOneFile } from "./one-file-fixture.ts";
import { createTestSink } from "./sink-fixture.ts";

const linesOf = (name: string) => Buffer.from(Array.from({ length: 1000 }, (_, n) => `${name} ${n}\n`).join(""));

test("a file that was cut off and begun anew in the moment it was read is still known by what was read: its copy is no other file", async () => {
  const test = createTestSink();
  const [old, anew] = [linesOf("first"), linesOf("other")];
  const whole = { content: old, listed: old.length, opened: old.length };
  const kept = { byName: false, restSeconds: 0 };
  const first = openOneFile(test, { ...kept, inode: "1" });
  await first.poll({ ...whole, becomes: anew });
  assert.equal(test.lines().length, 1000);
  await first.source.close();
  const next = openOneFile(test, { ...kept, inode: "2" });
  for (let round = 0; round < 3; round++) await next.poll(whole);
  await next.source.close();
  assert.equal(test.lines().length, 1000, "each line once");
});

const more = Array.from({ length: 1500 }, (_, n) => `anew ${n}`);
const longer = Buffer.from(more.map((line) => `${line}\n`).join(""));

test("a file that was cut off and begun anew, longer than it was, while the inbox refused it is read from its start", async () => {
  const test = createTestSink();
  const old = linesOf("first");
  const grown = Buffer.concat([old, Buffer.from("one more\n")]);
  const { source, poll } = openOneFile(test, { byName: false, restSeconds: 0, inode: "1" });
  await poll({ content: old, listed: old.length, opened: old.length });
  test.refuseAfter(0);
  const look = { content: grown, listed: grown.length, opened: grown.length, becomes: longer };
  await assert.rejects(poll(look), { code: "unavailable" });
  test.refuseAfter(null);
  for (let round = 0; round < 3; round++) await poll({ content: longer, listed: longer.length, opened: longer.length });
  await source.close();
  assert.deepEqual(test.lines().slice(1000), more);
});

test("so is one that was begun anew in the moment it was recognised", async () => {
  const test = createTestSink();
  const old = linesOf("first");
  const whole = { content: old, listed: old.length, opened: old.length };
  const kept = { byName: false, restSeconds: 0, inode: "1" };
  const first = openOneFile(test, kept);
  await first.poll(whole);
  await first.source.close();
  const next = openOneFile(test, kept);
  await next.poll({ ...whole, becomes: longer, after: TAIL_BYTES });
  for (let round = 0; round < 3; round++)
    await next.poll({ content: longer, listed: longer.length, opened: longer.length });
  await next.source.close();
  assert.deepEqual(test.lines().slice(1000), more);
});
