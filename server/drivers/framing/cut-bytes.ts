import type { CutOne } from "./cut-framer.ts";

/** To one byte, which the frame keeps. */
export function cutEnded(by: number): CutOne {
  return (data, start) => {
    const at = data.indexOf(by, start);
    return at < 0 ? null : at + 1;
  };
}

/**
 * From one byte to another. What stands outside (a check byte, a line of text, noise) is a frame of its own, to the end of its
 * line at most, and a second beginning shows that the end of the first was lost.
 */
export function cutEnclosed(from: number, to: number): CutOne {
  return (data, start) => {
    const next = data.indexOf(from, start + 1);
    if (data[start] !== from) {
      const feed = data.indexOf(LF, start);
      if (feed >= 0 && (next < 0 || feed < next)) return feed + 1;
      return next < 0 ? null : next;
    }
    const close = data.indexOf(to, start + 1);
    if (close >= 0 && (next < 0 || close < next)) return close + 1;
    return next < 0 ? null : next;
  };
}

export function cutFixed(bytes: number): CutOne {
  return (data, start) => (data.length - start < bytes ? null : start + bytes);
}

const LF = 0x0a;
