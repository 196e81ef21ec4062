import assert from "node:assert/strict";
import { test } from "node:test";
import { SEGMENT_BYTES, SEGMENT_FRAMES } from "../../inbox/index.ts";
import { FrameQueue } from "./frame-queue.ts";

const BYTE = Buffer.from("x");
const frame = (n: number, bytes: Uint8Array = BYTE) => ({ bytes, start: n, end: n + 1 });

test("frames leave in the order they came, a segment at a time, whatever comes meanwhile", () => {
  const queue = new FrameQueue();
  const left: number[] = [];
  let next = 0;
  for (let round = 0; round < 40; round++) {
    for (let n = 0; n < (round % 3) * 4_000 + 1; n++) queue.add(frame(next++));
    const taken = queue.segment();
    assert.ok(taken.length <= SEGMENT_FRAMES);
    queue.add(frame(next++));
    assert.deepEqual(queue.segment().slice(0, taken.length), taken, "it stays until it is dropped");
    queue.drop(taken);
    left.push(...taken.map(({ start }) => start));
    assert.deepEqual([queue.length, queue.bytes], [next - left.length, next - left.length]);
  }
  left.push(...queue.all().map(({ start }) => start));
  queue.clear();
  assert.deepEqual([queue.length, queue.bytes, queue.last(), queue.segment()], [0, 0, undefined, []]);
  assert.deepEqual(
    left,
    Array.from({ length: next }, (_, n) => n),
  );
});

test("a segment is full with the frame that fills it, and one that is larger goes alone", () => {
  const queue = new FrameQueue();
  const large = Buffer.alloc(SEGMENT_BYTES + 1);
  for (const bytes of [large, Buffer.alloc(SEGMENT_BYTES - 1), BYTE, BYTE]) queue.add(frame(0, bytes));
  const lengths: number[] = [];
  while (queue.length > 0) {
    const taken = queue.segment();
    lengths.push(taken.length);
    queue.drop(taken);
  }
  assert.deepEqual(lengths, [1, 2, 1]);
});

test("what waits behind a segment costs it nothing: eight times as many frames take eight times as long, not sixty-four", () => {
  const emptying = (frames: number) => {
    const queue = new FrameQueue();
    const one = frame(0);
    for (let n = 0; n < frames; n++) queue.add(one);
    const began = performance.now();
    while (queue.length > 0) queue.drop(queue.segment());
    return performance.now() - began;
  };
  const few = 250_000;
  // The machine may be busy with something else: the best of some.
  const best = (frames: number) => Math.min(...Array.from({ length: 5 }, () => emptying(frames)));
  emptying(few);
  const grown = best(8 * few) / (8 * best(few));
  assert.ok(grown < 4, `${grown.toFixed(1)} times as much for each`);
});
