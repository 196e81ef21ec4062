import { countByte, FRAME_LIMIT, type Frame, type Framer, type FramerState } from "./frame.ts";
import { Held } from "./held.ts";

/** Of the data there may be `more`, they are as many bytes as a frame may have (`full`), or none will follow (`end`). */
export type What = "more" | "full" | "end";

/**
 * Where the frame that begins at `start` ends, or null when the data do not tell yet. More data never change an answer; a frame that is
 * `full` is cut off where there is none. It cuts one frame: after each null it is asked again with more data or another `what`, and
 * goes on where it stopped. What it remembers counts from the frame's beginning, since that may stand at another `start` by then.
 */
export type CutOne = (data: Buffer, start: number, what: What) => number | null;

/** Cuts frames of one kind in their order: one is made for each stream, and makes what cuts the frame at each place of the stream. */
export type Cutter = (place: number) => CutOne;

/** Frames whose ends are told by their own bytes and perhaps those that follow, and that lose none of them. */
export function cutFramer(state: FramerState, cutter: Cutter): Framer {
  const held = new Held();
  let cutOne = cutter(state.position);
  const feed = (data: Buffer, final: boolean): Frame[] => {
    const frames: Frame[] = [];
    let used = 0;
    while (used < data.length) {
      // A frame is looked for in as many bytes as it may have, so that the size of the chunks decides nothing.
      const full = data.length - used >= FRAME_LIMIT;
      const view = full ? data.subarray(0, used + FRAME_LIMIT) : data;
      let end = cutOne(view, used, full ? "full" : final ? "end" : "more");
      if (end === null && !full && !final) break;
      end ??= view.length;
      frames.push(take(state, data.subarray(used, end)));
      used = end;
      cutOne = cutter(state.position);
    }
    held.keep(data, used);
    return frames;
  };
  return {
    push: (chunk) => feed(held.join(chunk), false),
    finish: () => feed(held.bytes, true),
  };
}

function take(state: FramerState, bytes: Buffer): Frame {
  const frame = { bytes, start: state.position, end: state.position + bytes.length, line: state.line };
  state.position = frame.end;
  state.line += countByte(bytes, LF, 0, bytes.length);
  return frame;
}

const LF = 0x0a;
