import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../domain/seeded-random.ts";
import { packFrames, type PlacedFrame, unpackFrames } from "./segment-body.ts";
import type { FrameMark } from "./segment.ts";

const FROM = 4_500_000_000;

function framesOf(count: number, markOf: (i: number) => FrameMark | null): PlacedFrame[] {
  let start = FROM;
  return Array.from({ length: count }, (_, i) => {
    const mark = markOf(i);
    const bytes = Buffer.from(mark?.leftOut == null ? `frame ${i}` : "");
    const frame = { bytes, start, end: start + 10 + (i % 3), mark };
    start = frame.end;
    return frame;
  });
}

test("what the gate did to each frame comes back with it, and of what was left out nothing but its place", () => {
  const random = seededRandom(5);
  for (let round = 0; round < 200; round++) {
    const frames = framesOf(1 + Math.floor(random() * 40), () => {
      const kind = Math.floor(random() * 5);
      if (kind === 0) return { leftOut: Math.floor(random() * 65_536), category: null, struck: false };
      if (kind === 1) return { leftOut: null, category: 1 + Math.floor(random() * 255), struck: false };
      if (kind === 4) return { leftOut: null, category: null, struck: random() < 0.5, cut: true };
      return kind === 2 ? { leftOut: null, category: null, struck: true } : null;
    });
    const { packed, bytes, version } = packFrames(frames, FROM);
    assert.equal(version, frames.some((frame) => frame.mark !== null) ? 2 : 1);
    const opened = unpackFrames(packed, FROM, { frames: frames.length, bytes, version });
    assert.deepEqual(
      opened.map(({ position, end, bytes: content, mark }) => [position, end, content.toString(), mark ?? null]),
      frames.map(({ start, end, bytes: content, mark }) => [start, end, Buffer.from(content).toString(), mark]),
    );
  }
});

test("frames that no gate touched are written as they always were, and a table of another version does not open", () => {
  const plain = packFrames(
    framesOf(3, () => null),
    FROM,
  );
  assert.equal(plain.version, 1);
  assert.throws(() => unpackFrames(plain.packed, FROM, { frames: 3, bytes: plain.bytes, version: 2 }), RangeError);
  const marked = packFrames(
    framesOf(3, () => ({ leftOut: 0, category: null, struck: false })),
    FROM,
  );
  assert.equal(marked.bytes, 0);
  assert.throws(() => unpackFrames(marked.packed, FROM, { frames: 3, bytes: 0, version: 1 }), RangeError);
});
