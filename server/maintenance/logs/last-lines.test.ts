import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type TestContext, test } from "node:test";
import { createGzip, gzipSync } from "node:zlib";
import { lastLines } from "./last-lines.ts";

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), "gallra-lines-"));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test("of a packed log of seventy megabytes the last lines come", async (t) => {
  const file = join(folder(t), "worker.log.gz");
  const line = `${JSON.stringify({ event: "job-done", filler: "x".repeat(900) })}\n`;
  const block = line.repeat(1_000);
  async function* text() {
    for (let i = 0; i < 80; i++) yield block;
    yield "the last\nbut one\n";
  }
  await pipeline(Readable.from(text()), createGzip({ level: 1 }), createWriteStream(file));
  assert.deepEqual(await lastLines(file, true, 3), [line.trim(), "the last", "but one"]);
});

test("a line without an end comes, one without measure does not, and a file that is cut off ends there", async (t) => {
  const file = join(folder(t), "web.log");
  writeFileSync(file, `first\n${"9".repeat(200_000)}\n\nlast`);
  assert.deepEqual(await lastLines(file, false, 10), ["first", "last"]);
  writeFileSync(file, "9".repeat(200_000));
  assert.deepEqual(await lastLines(file, false, 10), []);
  const packed = gzipSync("one\ntwo\n");
  writeFileSync(file, packed.subarray(0, -4));
  assert.deepEqual(await lastLines(file, true, 10), ["one", "two"]);
  assert.deepEqual(await lastLines(`${file}.gone`, false, 10), []);
});
