import { countByte, FRAME_LIMIT, type Frame, type Framer, type FramerState, joined } from "./frame.ts";

/**
 * Where the frame that begins at `start` ends, or null when the data do not tell yet. More data never change an answer. `end`:
 * none will follow. `full`: the data are as many bytes as a frame may have; null then cuts it off there.
 * One is made for each chunk, and asked for its frames in their order: `data` of one begin at the same byte and never grow shorter.
 */
export type CutOne = (data: Buffer, start: number, what: "more" | "full" | "end") => number | null;

/** Frames whose ends are told by their own bytes and perhaps those that follow, and that lose none of them. */
export function cutFramer(state: FramerState, createCut: () => CutOne): Framer {
  const feed = (data: Buffer, final: boolean): Frame[] => {
    const frames: Frame[] = [];
    const cutOne = createCut();
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
    }
    state.rest = Buffer.from(data.subarray(used));
    return frames;
  };
  return {
    push: (chunk) => feed(joined(state.rest, chunk), false),
    finish: () => feed(state.rest, true),
  };
}

function take(state: FramerState, bytes: Buffer): Frame {
  const frame = { bytes, start: state.position, end: state.position + bytes.length, line: state.line };
  state.position = frame.end;
  state.line += countByte(bytes, LF, 0, bytes.length);
  return frame;
}

const LF = 0x0a;
