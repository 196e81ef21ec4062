import type { Framing } from "../driver.ts";
import { createFramer, type Frame } from "../framing.ts";

/** What a file is cut into when it comes in pieces of so many bytes each; `position`: where in its file it begins. */
export function framesOf(framing: Framing, file: Buffer, pieces = () => file.length, position = 0): Frame[] {
  const framer = createFramer(framing, { position });
  const frames: Frame[] = [];
  for (let at = 0; at < file.length; ) {
    const piece = file.subarray(at, at + Math.max(1, pieces()));
    frames.push(...framer.push(piece));
    at += piece.length;
  }
  return [...frames, ...framer.finish()];
}
