import { isUtf8 } from "node:buffer";
import { decodeSingleByte, type SingleByteCharset } from "../domain/charsets.ts";

/** Set while a frame is decoded, so that no driver has to hand it through; decoding never waits for anything. */
let charset: SingleByteCharset | null = null;

/** Decodes with names read in a character set. */
export function readingIn<T>(given: SingleByteCharset, decode: () => T): T {
  const before = charset;
  charset = given;
  try {
    return decode();
  } finally {
    charset = before;
  }
}

/**
 * The frame as a string of one character a byte, so that an index in it is a byte offset in the frame. What is ASCII reads
 * as it is; names go through `decodeRange`.
 */
export function byteText(frame: Uint8Array): string {
  return asBuffer(frame).toString("latin1");
}

/** The bytes `start` to `end` as text: in the source's character set, else UTF-8 where they are that, else Latin-1 (older PBXs). */
export function decodeRange(frame: Uint8Array, start: number, end: number): string {
  const bytes = asBuffer(frame).subarray(start, end);
  if (charset !== null) return decodeSingleByte(bytes, charset);
  return isUtf8(bytes) ? bytes.toString("utf8") : bytes.toString("latin1");
}

/** The same where the frame is at hand as `byteText`: what is ASCII needs no decoding. */
export function rangeText(frame: Uint8Array, text: string, start: number, end: number): string {
  return partText(frame, text.slice(start, end), start, end);
}

/** The same of a part that was cut out already. */
export function partText(frame: Uint8Array, part: string, start: number, end: number): string {
  return isAscii(part) ? part : decodeRange(frame, start, end);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** Three bytes of the UTF-8 byte order mark, if the frame begins with one. */
export function byteOrderMark(text: string): number {
  return text.charCodeAt(0) === 0xef && text.charCodeAt(1) === 0xbb && text.charCodeAt(2) === 0xbf ? 3 : 0;
}

/** Nothing but blanks, tabs, carriage returns and NULs. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x0a && code !== 0) return false;
  }
  return true;
}

/** The same as `isBinary` of a frame's bytes, which are faster to look through than its text. */
export function isBinaryFrame(frame: Uint8Array): boolean {
  for (let at = 0; at < frame.length; at++) {
    const code = frame[at] ?? 0;
    if (code < 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x0a) return true;
  }
  return false;
}

/** Whether bytes occur that no text file holds. */
export function isBinary(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x0a) return true;
  }
  return false;
}

function asBuffer(frame: Uint8Array): Buffer {
  return Buffer.isBuffer(frame) ? frame : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
}
