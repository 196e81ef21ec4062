import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";

/** Why a body is not taken: too large, written in a way that is not read, or too much at once. */
export class BodyRefused extends Error {
  override readonly name = "BodyRefused";
  readonly status: 400 | 413 | 415 | 503;

  constructor(status: 400 | 413 | 415 | 503) {
    super("the body is refused");
    this.status = status;
  }
}

export interface Body {
  /** As sent: what a signature is of. */
  readonly raw: Buffer;
  readonly unpacked: Buffer;
}

/** The whole body within its bound, unpacked too. `hold` is asked for each piece, and may refuse it. Throws BodyRefused. */
export async function readBody(request: IncomingMessage, bytes: number, hold: (bytes: number) => void): Promise<Body> {
  const encoding = (request.headers["content-encoding"] ?? "identity").toLowerCase();
  if (encoding !== "identity" && encoding !== "gzip") throw new BodyRefused(415);
  if (Number(request.headers["content-length"] ?? 0) > bytes) throw new BodyRefused(413);
  const raw = await gather(request, bytes, hold);
  if (!request.complete) throw new BodyRefused(400);
  return { raw, unpacked: encoding === "gzip" ? await unpack(raw, bytes, hold) : raw };
}

async function unpack(raw: Buffer, bytes: number, hold: (bytes: number) => void): Promise<Buffer> {
  const gunzip = createGunzip({ chunkSize: 65_536 });
  gunzip.end(raw);
  return await gather(gunzip, bytes, hold);
}

async function gather(stream: AsyncIterable<Buffer>, bytes: number, hold: (bytes: number) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > bytes) throw new BodyRefused(413);
      hold(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof BodyRefused ? error : new BodyRefused(400);
  }
  return Buffer.concat(chunks, size);
}
