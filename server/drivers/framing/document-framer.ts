import type { Frame, Framer, FramerState } from "./frame.ts";

/** The whole file is one frame; one that reaches `maxBytes` is cut off there and its driver calls it undefined. */
export function documentFramer(state: FramerState, maxBytes: number): Framer {
  const chunks: Buffer[] = [];
  let held = 0;
  let length = 0;
  return {
    push(chunk) {
      length += chunk.byteLength;
      if (held < maxBytes) {
        const kept = Buffer.from(chunk.subarray(0, maxBytes - held));
        chunks.push(kept);
        held += kept.length;
      }
      return [];
    },
    finish() {
      if (length === 0) return [];
      const frame: Frame = {
        bytes: Buffer.concat(chunks),
        start: state.position,
        end: state.position + length,
        line: state.line,
      };
      state.position += length;
      chunks.length = 0;
      held = 0;
      length = 0;
      return [frame];
    },
  };
}
