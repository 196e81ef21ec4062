import assert from "node:assert/strict";
import { test } from "node:test";
import { createKnownFiles } from "./known-files.ts";
import { createUploadSink, KEY, LINES, linesFrom } from "./upload-fixture.ts";
import { Upload } from "./upload.ts";
import { UploadRefused } from "./upload-refused.ts";

function desk(sink = createUploadSink()) {
  const context = { sink: sink.sink, framing: LINES, key: KEY, maximumBytes: 64_000_000 };
  let known = createKnownFiles([]);
  return {
    sink,
    begin: () => new Upload({ ...context, known }),
    /** As after a restart of the process. */
    forget: () => {
      known = createKnownFiles(sink.positions.values());
    },
    async send(text: string, piece = 7_001) {
      const upload = this.begin();
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += piece) await upload.write(bytes.subarray(at, at + piece));
      return await upload.finish();
    },
  };
}

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

test("nothing of a file is seen before it is closed, however large, and all of it after", async () => {
  const { sink, begin } = desk();
  const whole = linesFrom(0, 60_000);
  const upload = begin();
  for (let at = 0; at < whole.length; at += 30_000) await upload.write(Buffer.from(whole.slice(at, at + 30_000)));
  assert.ok(sink.staged.parts > 1);
  assert.deepEqual(sink.lines(), []);
  assert.equal(await upload.finish(), "stored");
  assert.equal(text(sink.lines()), whole);
  assert.equal(sink.staged.open, 0);
});

test("a file dropped at any byte leaves nothing behind", async () => {
  const { sink, begin } = desk();
  const whole = Buffer.from(linesFrom(0, 40_000));
  for (let n = 0; n < 50; n++) {
    const at = Math.floor(Math.random() * whole.length);
    const upload = begin();
    for (let from = 0; from < at; from += 60_000) await upload.write(whole.subarray(from, Math.min(at, from + 60_000)));
    await upload.drop();
  }
  assert.deepEqual([sink.parts.length, sink.staged.open, sink.positions.size], [0, 0, 0]);
  assert.ok(sink.staged.parts > 0);
});

test("the same file again is stored once, and of one that grew only what is new, also after a restart", async () => {
  const { sink, send, forget, ...rest } = desk();
  const one = { sink, send, forget, ...rest };
  for (const size of [3, 100, 3_000, 40_000]) {
    const first = linesFrom(size * 1_000_000, size);
    assert.equal(await one.send(first), "stored");
    assert.equal(await one.send(first, 1_000), "known");
    one.forget();
    assert.equal(await one.send(first), "known");
    const seen = sink.lines().length;
    assert.equal(await one.send(first + linesFrom(size * 1_000_000 + size, 5)), "stored");
    assert.equal(sink.lines().length, seen + 5);
    one.forget();
    assert.equal(await one.send(first + linesFrom(size * 1_000_000 + size, 9)), "stored");
    assert.equal(sink.lines().length, seen + 9);
  }
  assert.equal(new Set(sink.parts.map((part) => part.deliveryId)).size, 4);
});

test("a last line without its end becomes another record once it has one, behind the first line", async () => {
  const one = desk();
  assert.equal(await one.send("header\na;1\nb;2"), "stored");
  assert.deepEqual(one.sink.lines(), ["header", "a;1", "b;2"]);
  assert.equal(await one.send("header\na;1\nb;2"), "known");
  one.forget();
  assert.equal(await one.send("header\na;1\nb;25\nc;3\n"), "stored");
  assert.deepEqual(one.sink.lines().slice(3), ["header", "b;25", "c;3"]);
  assert.equal(await one.send("header\na;1\nb;25\nc;3\nd;4\n"), "stored");
  assert.deepEqual(one.sink.lines().slice(6), ["d;4"]);
});

test("a file that is another one at its start, or in its middle, is taken whole", async () => {
  const one = desk();
  const whole = linesFrom(0, 500);
  await one.send(whole);
  const seen = one.sink.lines().length;
  await one.send(whole.replace("call 250 x", "call 250 y"));
  assert.equal(one.sink.lines().length, seen + 500);
  await one.send(`x${whole.slice(1)}`);
  assert.equal(one.sink.lines().length, seen + 1_000);
});

test("of two uploads that go on with the same file one is stored, and the other is sent again", async () => {
  const one = desk();
  await one.send(linesFrom(0, 50));
  const [faster, slower] = [one.begin(), one.begin()];
  await faster.write(Buffer.from(linesFrom(0, 60)));
  await slower.write(Buffer.from(linesFrom(0, 65)));
  assert.equal(await faster.finish(), "stored");
  await assert.rejects(slower.finish(), UploadRefused);
  assert.equal(await one.send(linesFrom(0, 70)), "stored");
  assert.equal(text(one.sink.lines()), linesFrom(0, 70));
});

test("an inbox that refuses loses nothing: the file is sent again", async () => {
  const one = desk();
  one.sink.failPublish(1);
  await assert.rejects(one.send(linesFrom(0, 60_000)));
  one.sink.refuseAfter(0);
  await assert.rejects(one.send(linesFrom(0, 10)));
  one.sink.refuseAfter(null);
  assert.deepEqual(one.sink.lines(), []);
  assert.equal(await one.send(linesFrom(0, 60_000)), "stored");
  assert.equal(text(one.sink.lines()), linesFrom(0, 60_000));
});

test("a document is one record, known again by all of it", async () => {
  const sink = createUploadSink();
  const known = createKnownFiles([]);
  const begin = () =>
    new Upload({
      ...{ sink: sink.sink, key: KEY, known, maximumBytes: 1_000_000 },
      framing: { kind: "document", maxBytes: 100_000 },
    });
  for (const [content, taken] of [
    ["<a/>", "stored"],
    ["<a/>", "known"],
    ["<a/><b/>", "stored"],
  ] as const) {
    const upload = begin();
    await upload.write(Buffer.from(content));
    assert.equal(await upload.finish(), taken);
  }
  assert.deepEqual(sink.lines(), ["<a/>", "<a/><b/>"]);
});
