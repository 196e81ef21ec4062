/** The whole of a body, or null once it is longer than allowed: what a header promises binds nobody. */
export async function readUpTo(
  body: ReadableStream<Uint8Array> | null,
  bytes: number,
): Promise<Buffer<ArrayBuffer> | null> {
  if (body === null) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.byteLength;
    if (length > bytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}
