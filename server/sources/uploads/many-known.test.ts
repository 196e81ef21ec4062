import assert from "node:assert/strict";
import { test } from "node:test";
import type { KnownPosition } from "../source.ts";
import { createKnownFiles, createRecogniser } from "./known-files.ts";
import { createUploadSink, KEY, LINES, linesFrom } from "./upload-fixture.ts";
import { Upload } from "./upload.ts";

/** All begin alike, and each goes on by itself: `n` lines of its own behind the common ones. */
const HEAD = linesFrom(0, 100);
const fileOf = (n: number) => HEAD + linesFrom(1_000 * n, 1) + "y\n".repeat(n);

test("however many known files begin alike, a file is looked at some hundred times, with breaths between", async () => {
  const sink = createUploadSink();
  const known = knownFrom(Array.from({ length: 3_000 }, (_, n) => `${HEAD}${"y".repeat(n)}\n`));
  const last = Buffer.from(`${HEAD}${"y".repeat(5_000)}\n`);
  const recogniser = createRecogniser(KEY, known);
  let stops = 0;
  for (let at = 0; at < last.length; stops++) {
    const until = Math.min(last.length, recogniser.next());
    recogniser.push(last.subarray(at, until));
    at = until;
  }
  assert.ok(stops > 20 && stops < 200, `${stops} stops`);
  let [breaths, over] = [0, false];
  const breathe = () => {
    breaths++;
    if (!over) setImmediate(breathe);
  };
  setImmediate(breathe);
  const upload = new Upload({ sink: sink.sink, framing: LINES, key: KEY, known, maximumBytes: 64_000_000 });
  await upload.write(last);
  over = true;
  assert.ok(breaths >= 2, `${breaths} breaths`);
  assert.equal(await upload.finish(), "stored");
});

test("each of many that begin alike is known again, and nothing is lost of one that grew, found or not", async () => {
  const sink = createUploadSink();
  let known = createKnownFiles([]);
  const send = async (text: string) => {
    const upload = new Upload({ sink: sink.sink, framing: LINES, key: KEY, known, maximumBytes: 64_000_000 });
    await upload.write(Buffer.from(text));
    const seen = sink.lines().length;
    return { taken: await upload.finish(), lines: sink.lines().slice(seen) };
  };
  for (let n = 0; n < 150; n++) assert.equal((await send(fileOf(n))).taken, "stored");
  for (const [early, late, positions] of [
    [0, 149, () => [...sink.positions.values()]],
    [1, 148, () => [...sink.positions.values()].reverse()],
  ] as const) {
    known = createKnownFiles(positions());
    for (const n of [early, 20, late]) assert.equal((await send(fileOf(n))).taken, "known");
    assert.deepEqual((await send(`${fileOf(late)}z\n`)).lines, ["z"], "of a late one what is new");
    assert.deepEqual((await send(`${fileOf(early)}z\n`)).lines, `${fileOf(early)}z`.split("\n"), "of an early one all");
    assert.deepEqual((await send(`${fileOf(early)}z\nz\n`)).lines, ["z"], "which is a late one now");
  }
});

/** As after a restart, of files that were taken whole. */
function knownFrom(texts: readonly string[]) {
  const positions = texts.map((text, n): KnownPosition => {
    const recogniser = createRecogniser(KEY, createKnownFiles([]));
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      const until = Math.min(bytes.length, recogniser.next());
      recogniser.push(bytes.subarray(at, until));
      at = until;
    }
    const deliveryId = `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
    return { deliveryId, position: bytes.length, identity: { ...recogniser.identity(0) }, done: false };
  });
  return createKnownFiles(positions);
}
