import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { type CryptoKey, CompactEncrypt, compactDecrypt, importJWK } from "jose";
import { AppError } from "../domain/app-error.ts";
import { type InboxPublicKey, type SegmentHeader, segmentHeader } from "./segment.ts";

/** Finds the private half for a key id; only the worker can. */
export type OpenInboxKey = (kid: string) => Promise<CryptoKey | KeyObject> | CryptoKey | KeyObject;

/**
 * The bytes of a segment file: magic, header in clear, the content key as JWE (ECDH-ES+A256KW to the day's public key), then
 * the body under AES-256-GCM. Everything before the nonce is authenticated with the body.
 */
export async function sealSegment(header: SegmentHeader, body: Buffer, key: InboxPublicKey): Promise<Buffer> {
  const content = randomBytes(32);
  const head = Buffer.from(JSON.stringify(header));
  const wrapped = Buffer.from(
    await new CompactEncrypt(content)
      .setProtectedHeader({ alg: "ECDH-ES+A256KW", enc: "A256GCM", kid: key.kid })
      .encrypt(await publicKey(key)),
  );
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(head.length, 0);
  lengths.writeUInt32BE(wrapped.length, 4);
  const clear = Buffer.concat([MAGIC, lengths, head, wrapped]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", createSecretKey(content), nonce);
  content.fill(0);
  cipher.setAAD(clear);
  const sealed = cipher.update(body);
  cipher.final();
  return Buffer.concat([clear, nonce, sealed, cipher.getAuthTag()]);
}

/** The header alone, which nothing has authenticated yet. Throws AppError "corrupt". */
export function readHeader(file: Uint8Array): SegmentHeader {
  return cut(file).header;
}

/** Header and body, authenticated. Throws AppError "corrupt", or whatever `openKey` throws for a key that is gone. */
export async function unsealSegment(
  file: Uint8Array,
  openKey: OpenInboxKey,
): Promise<{ header: SegmentHeader; body: Buffer }> {
  const { header, wrapped, clear, sealed } = cut(file);
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw corrupt();
  const key = await openKey(header.kid);
  try {
    const { plaintext } = await compactDecrypt(wrapped, key, {
      keyManagementAlgorithms: ["ECDH-ES+A256KW"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    const decipher = createDecipheriv("aes-256-gcm", createSecretKey(plaintext), sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    plaintext.fill(0);
    decipher.setAAD(clear);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const body = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
    decipher.final();
    return { header, body };
  } catch (cause) {
    throw corrupt(cause);
  }
}

/** Bytes that are no segment, or not the ones that were written. */
export class SegmentDamaged extends AppError {
  override readonly name = "SegmentDamaged";
}

export function corrupt(cause?: unknown): SegmentDamaged {
  return new SegmentDamaged(
    "corrupt",
    "A segment of the inbox is damaged. It is set aside in the inbox folder; the source can be read again where it still has the data.",
    { cause },
  );
}

/** How many bytes at the start of a file surely hold its header. */
export const HEADER_REACH = 65_536;

const MAGIC = Buffer.from("GALLRA1\n");
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const imported = new Map<string, Promise<CryptoKey | Uint8Array>>();

/** Keys change once a day; importing one costs more than sealing with it. */
function publicKey(key: InboxPublicKey): Promise<CryptoKey | Uint8Array> {
  const name = `${key.kid} ${key.publicJwk.x ?? ""}`;
  const known = imported.get(name);
  if (known !== undefined) return known;
  if (imported.size > 64) imported.clear();
  const fresh = importJWK(key.publicJwk, "ECDH-ES+A256KW");
  fresh.catch(() => imported.delete(name));
  imported.set(name, fresh);
  return fresh;
}

function cut(file: Uint8Array): { header: SegmentHeader; wrapped: string; clear: Buffer; sealed: Buffer } {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const start = MAGIC.length + 8;
  if (bytes.length < start || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw corrupt();
  const headEnd = start + bytes.readUInt32BE(MAGIC.length);
  const clearEnd = headEnd + bytes.readUInt32BE(MAGIC.length + 4);
  if (clearEnd > bytes.length) throw corrupt();
  let header: SegmentHeader;
  try {
    header = segmentHeader.parse(JSON.parse(bytes.toString("utf8", start, headEnd)));
  } catch (cause) {
    throw corrupt(cause);
  }
  return {
    header,
    wrapped: bytes.toString("latin1", headEnd, clearEnd),
    clear: bytes.subarray(0, clearEnd),
    sealed: bytes.subarray(clearEnd),
  };
}
