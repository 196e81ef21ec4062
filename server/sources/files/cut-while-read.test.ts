import assert from "node:assert/strict";
import { test } from "node:test";
import { openOneFile } from "./one-file-fixture.ts";
import { createTestSink } from "./sink-fixture.ts";

const linesOf = (name: string) => Buffer.from(Array.from({ length: 1000 }, (_, n) => `${name} ${n}\n`).join(""));

test("a file that was cut off and begun anew in the moment it was read is still known by what was read: its copy is no other file", async () => {
  const test = createTestSink();
  const [old, anew] = [linesOf("first"), linesOf("other")];
  const whole = { content: old, listed: old.length, opened: old.length };
  const kept = { byName: false, restSeconds: 0 };
  const first = openOneFile(test, { ...kept, inode: "1" });
  await first.poll({ ...whole, then: anew });
  assert.equal(test.lines().length, 1000);
  await first.source.close();
  const next = openOneFile(test, { ...kept, inode: "2" });
  for (let round = 0; round < 3; round++) await next.poll(whole);
  await next.source.close();
  assert.equal(test.lines().length, 1000, "each line once");
});
