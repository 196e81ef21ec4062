import { FileRefused, type OpenFile } from "./folder.ts";

/** What a file is asked for first is its beginning, in small pieces: over a network they come with one question. */
const HEAD = 32_768;

/** What is asked for once more where the kept beginning ends. */
const SEAM = 1024;

/**
 * Keeps the beginning for as long as the file is open; its end is always asked for anew. Throws FileRefused where what follows does not
 * fit on what was kept: the file was cut off and begun anew in between.
 */
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
      if (bytesRead === 0 && position === head.length) return await readOnFrom(file, head, into, offset, length);
      if (bytesRead === 0) return await file.read(into, offset, length, position);
      head.copy(into, offset, position, position + bytesRead);
      return { bytesRead };
    },
  };
}

async function readOnFrom(file: OpenFile, head: Buffer, into: Buffer, offset: number, length: number) {
  const seam = head.subarray(Math.max(0, head.length - SEAM));
  const bytes = Buffer.allocUnsafe(seam.length + length);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, head.length - seam.length);
  if (bytesRead < seam.length || !bytes.subarray(0, seam.length).equals(seam))
    throw new FileRefused("begun anew while it was read");
  return { bytesRead: bytes.copy(into, offset, seam.length, bytesRead) };
}
