import type { OpenFile } from "./folder.ts";

/** What a file is asked for first is its beginning, in small pieces: over a network they come with one question. */
const HEAD = 32_768;

/** Keeps the beginning for as long as the file is open; its end is always asked for anew. */
export function withHead(file: OpenFile): OpenFile {
  let head: Buffer | null = null;
  return {
    stat: () => file.stat(),
    close: () => file.close(),
    async read(into, offset, length, position) {
      if (position + length > HEAD && head === null) return await file.read(into, offset, length, position);
      if (head === null) {
        const bytes = Buffer.allocUnsafe(HEAD);
        head = bytes.subarray(0, (await file.read(bytes, 0, HEAD, 0)).bytesRead);
      }
      const bytesRead = Math.max(0, Math.min(length, head.length - position));
      if (bytesRead === 0) return await file.read(into, offset, length, position);
      head.copy(into, offset, position, position + bytesRead);
      return { bytesRead };
    },
  };
}
