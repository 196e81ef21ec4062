/**
 * Gives the memory of a large buffer back at once, which is empty afterwards. Left to the collector, buffers of megabytes lie
 * about until it has marked the whole heap for their sake. One that shares its memory with others is left alone.
 */
export function letGo(bytes: Buffer): void {
  const { buffer, byteOffset, length } = bytes;
  if (length < LARGE || byteOffset !== 0 || length !== buffer.byteLength || !(buffer instanceof ArrayBuffer)) return;
  buffer.transfer(0);
}

const LARGE = 32 * 1024;
