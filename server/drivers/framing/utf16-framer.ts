import { FRAME_LIMIT, type Frame, type Framer } from "./frame.ts";
import { Held } from "./held.ts";

/**
 * A stream of UTF-16 as UTF-8: the frames' bytes are UTF-8, their places those of the stream, so that a checkpoint is one of the
 * file. `inner` counts from 0.
 */
export function utf16Framer(position: number, inner: Framer): Framer {
  const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });
  const text: Passed = { recent: new Held(), recentAt: 0, skipped: 0 };
  let at = position;
  let received = position;
  const placed = (frames: readonly Frame[], most: number): Frame[] =>
    frames.map((frame) => {
      const start = at;
      at = Math.min(at + unitsBefore(text, frame.end), most);
      return { ...frame, start, end: at };
    });
  const feed = (converted: string): Buffer => {
    const bytes = Buffer.from(converted);
    remember(text, bytes);
    return bytes;
  };
  return {
    push(chunk) {
      received += chunk.byteLength;
      return placed(inner.push(feed(decoder.decode(chunk, { stream: true }))), received);
    },
    finish() {
      // Half a character at the end is one that is not known: it still has its bytes.
      const left = inner.push(feed(decoder.decode()));
      const frames = placed([...left, ...inner.finish()], received);
      const last = frames.at(-1);
      if (last === undefined) return frames;
      at = received;
      return frames.with(-1, { ...last, end: received });
    },
  };
}

/** UTF-8 since the end of the last frame. What is too far back to hold the end of another is only counted. */
interface Passed {
  readonly recent: Held;
  recentAt: number;
  skipped: number;
}

function remember(text: Passed, bytes: Buffer): void {
  const spare = text.recent.length - 2 * FRAME_LIMIT;
  if (spare > 0) text.skipped += passOver(text, spare);
  text.recent.keep(text.recent.join(bytes), 0);
}

/** Bytes of UTF-16 from the end of the last frame to this one's, which is the last from now on. */
function unitsBefore(text: Passed, end: number): number {
  const units = text.skipped + passOver(text, end - text.recentAt);
  text.skipped = 0;
  return units;
}

/** Answers how many bytes of UTF-16 the next ones were. */
function passOver(text: Passed, length: number): number {
  const { bytes } = text.recent;
  text.recent.keep(bytes, length);
  text.recentAt += length;
  return unitBytes(bytes.subarray(0, length));
}

/** Two bytes a character, four outside of the basic plane: those that UTF-8 writes in four. */
function unitBytes(utf8: Buffer): number {
  let bytes = 0;
  for (const byte of utf8) if ((byte & 0xc0) !== 0x80) bytes += byte >= 0xf0 ? 4 : 2;
  return bytes;
}
