import type { Framing } from "./driver.ts";
import { cutFramer, type Cutter } from "./framing/cut-framer.ts";
import { cutEnclosed, cutEnded, cutFixed } from "./framing/cut-bytes.ts";
import { cutJson } from "./framing/cut-json.ts";
import { countedBytes, cutLength } from "./framing/cut-length.ts";
import { cutLines } from "./framing/cut-lines.ts";
import { cutSql } from "./framing/cut-sql.ts";
import { cutXml } from "./framing/cut-xml.ts";
import { documentFramer } from "./framing/document-framer.ts";
import type { Framer } from "./framing/frame.ts";
import { lineFramer } from "./framing/line-framer.ts";
import { utf16Framer } from "./framing/utf16-framer.ts";

export { FRAME_LIMIT, type Frame, type Framer } from "./framing/frame.ts";

/**
 * Cuts a stream into frames. It is pure, and knows nothing but the bytes since a frame's boundary: a reader that starts
 * again at any `end` gets the same frames.
 */
export function createFramer(framing: Framing, from: { position?: number; line?: number } = {}): Framer {
  const state = { position: from.position ?? 0, line: from.line ?? 1 };
  if (framing.kind === "document") return documentFramer(state, framing.maxBytes);
  if (framing.kind === "utf-16le") return utf16Framer(state.position, createFramer(framing.of, { line: state.line }));
  if (framing.kind === "line") return lineFramer(state, framing.quotes === true);
  return cutFramer(state, cutterOf(framing));
}

/**
 * Whether what a framer gave at `finish` was a whole record, that only waited to see whether more of it follows. If so, what
 * comes later is the next one; if not, it is the rest of this one.
 */
export function isWhole(framing: Framing, frame: Buffer): boolean {
  switch (framing.kind) {
    case "enclosed":
      // A line outside of blocks is whole with its end, a check byte by itself.
      return frame[0] !== framing.from && (frame.at(-1) === LF || frame.length === 1);
    case "length":
      return countedBytes(frame, 0) === frame.length - 4;
    case "lines":
      return frame.at(-1) === LF;
    case "json":
    case "sql":
    case "xml":
      return cutterOf(framing)(0)(Buffer.concat([frame, AFTER]), 0, "full") === frame.length;
    case "utf-16le":
      return isWhole(framing.of, frame);
    case "line":
    case "ended":
    case "fixed":
    case "document":
      return false;
  }
}

/** Whether nothing can be said of a file before all of it is there. */
export function isDocument(framing: Framing): boolean {
  return framing.kind === "document" || (framing.kind === "utf-16le" && isDocument(framing.of));
}

const LF = 0x0a;
/** Something that stands in no record, and so shows where one ends. */
const AFTER = Buffer.from("x");

function cutterOf(framing: Exclude<Framing, { kind: "line" | "document" | "utf-16le" }>): Cutter {
  switch (framing.kind) {
    case "ended":
      return cutEnded(framing.by);
    case "enclosed":
      return cutEnclosed(framing.from, framing.to);
    case "length":
      return cutLength;
    case "fixed":
      return cutFixed(framing.bytes);
    case "lines":
      return cutLines(framing.belongs);
    case "json":
      return cutJson(framing.pages);
    case "sql":
      return cutSql();
    case "xml":
      return cutXml(framing.element);
  }
}
