import type { Cutter, CutOne } from "./cut-framer.ts";

/** To one byte, which the frame keeps. */
export function cutEnded(by: number): Cutter {
  return () => {
    let read = 0;
    return (data, start) => {
      const at = data.indexOf(by, start + read);
      read = data.length - start;
      return at < 0 ? null : at + 1;
    };
  };
}

/**
 * From one byte to another. What stands outside (a check byte, a line of text, noise) is a frame of its own, to the end of its
 * line at most, and a second beginning shows that the end of the first was lost.
 */
export function cutEnclosed(from: number, to: number): Cutter {
  return () => {
    let read = 0;
    return (data, start) => {
      const inside = data[start] === from;
      const end = inside ? to : LF;
      // Byte by byte: whichever is next may be near and the other far.
      for (let at = start + Math.max(read, inside ? 1 : 0); at < data.length; at++) {
        if (data[at] === from) return at;
        if (data[at] === end) return at + 1;
      }
      read = data.length - start;
      return null;
    };
  };
}

export function cutFixed(bytes: number): Cutter {
  const cutOne: CutOne = (data, start) => (data.length - start < bytes ? null : start + bytes);
  return () => cutOne;
}

const LF = 0x0a;
