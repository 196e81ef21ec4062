import type { Frame, Framer, FramerState } from "./frame.ts";
import { Held } from "./held.ts";

/** The whole file is one frame; one that reaches `maxBytes` is cut off there and its driver calls it undefined. */
export function documentFramer(state: FramerState, maxBytes: number): Framer {
  const held = new Held();
  let length = 0;
  return {
    push(chunk) {
      length += chunk.byteLength;
      const kept = chunk.subarray(0, maxBytes - held.length);
      if (kept.length > 0) held.keep(held.join(kept), 0);
      return [];
    },
    finish() {
      if (length === 0) return [];
      const { bytes } = held;
      const frame: Frame = { bytes, start: state.position, end: state.position + length, line: state.line };
      state.position += length;
      held.clear();
      length = 0;
      return [frame];
    },
  };
}
