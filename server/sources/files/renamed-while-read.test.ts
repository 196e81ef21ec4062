import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type Look, openOneFile } from "./one-file-fixture.ts";
import { createTestSink } from "./sink-fixture.ts";

const linesOf = (name: string, count: number) =>
  Buffer.from(Array.from({ length: count }, (_, n) => `${name} ${n}\n`).join(""));
const whole = (content: Buffer): Look => ({ content, listed: content.length, opened: content.length });

test("a file of another machine that was cut off between its listing and its opening is read from its start once it is longer than it was", async () => {
  const test = createTestSink();
  const { source, poll } = openOneFile(test, { byName: true, restSeconds: 10, inode: "1" });
  const [old, anew] = [linesOf("first", 1000), linesOf("other", 3000)];
  await poll(whole(old));
  await poll({ content: anew, listed: old.length + 10, opened: 500 });
  await poll(whole(anew));
  await source.close();
  assert.deepEqual(test.lines().slice(1000), anew.toString().trimEnd().split("\n"));
});

test("the start of a first line, whose file got another name before the line was whole, is no line of its own", async () => {
  const test = createTestSink();
  const { source, poll } = openOneFile(test, { byName: true, restSeconds: 0.05, inode: "1" });
  await poll(whole(Buffer.from("half a li")));
  await poll({ ...whole(Buffer.from("half a line\n")), name: "2" });
  await wait(150);
  await poll({ ...whole(Buffer.from("half a line\n")), name: "2" });
  await source.close();
  assert.deepEqual(test.lines(), ["half a line"]);
});

test("nor is that of a later one, of which the rest was read before the connection broke", async () => {
  const test = createTestSink();
  const { source, poll } = openOneFile(test, { byName: true, restSeconds: 0.05, inode: "1" });
  await poll(whole(Buffer.from("one\ntwo\nthr")));
  const rest = whole(Buffer.from("one\ntwo\nthree\nfour\n"));
  await assert.rejects(poll({ ...rest, name: "2", breaks: true }));
  await wait(150);
  await poll({ ...rest, name: "2", listed: 0 });
  await source.close();
  assert.deepEqual(test.lines(), ["one", "two", "three", "four"]);
});
