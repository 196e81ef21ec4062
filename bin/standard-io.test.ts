import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { type TestContext, test } from "node:test";
import { standardIo } from "./standard-io.ts";

test("who types at a terminal is told that it waits, and how what is typed ends", async (t) => {
  const told = listen(t);
  assert.equal(
    await standardIo(Object.assign(Readable.from([Buffer.from("secret\n")]), { isTTY: true })).stdin(),
    "secret",
  );
  assert.match(told.join(""), /^Type or paste it, press Enter, then Ctrl-/);
});

test("a file or a pipe is read without a word, to its end and without its last line feed", async (t) => {
  const told = listen(t);
  assert.equal(await standardIo(Readable.from([Buffer.from("a\r\n"), Buffer.from("b\r\n")])).stdin(), "a\r\nb");
  assert.deepEqual(told, []);
});

function listen(t: TestContext): string[] {
  const told: string[] = [];
  t.mock.method(process.stderr, "write", (text: string) => told.push(text) > 0);
  return told;
}
