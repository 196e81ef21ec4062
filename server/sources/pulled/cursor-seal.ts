import { createCipheriv, createDecipheriv, createHmac, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

/**
 * A cursor is the other side's text: a link, a token, the value of a column. It is stored beside the delivery and sealed there
 * under a key that only collectors have, since nobody can say what is in it.
 */
export function sealCursor(key: KeyObject, cursor: unknown): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", cursorKey(key), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(cursor), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString("base64");
}

/** Null for what does not open: the source then begins as if it were new, and what is stored is known by itself. */
export function openCursor(key: KeyObject, text: string): unknown {
  try {
    const bytes = Buffer.from(text, "base64");
    const decipher = createDecipheriv("aes-256-gcm", cursorKey(key), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8"));
  } catch {
    return null;
  }
}

/** Of what is asked, so that a cursor is never used for another question. */
export function questionMark(key: KeyObject, question: unknown): string {
  return createHmac("sha256", key)
    .update("gallra question\n")
    .update(JSON.stringify(question))
    .digest("base64url")
    .slice(0, 22);
}

function cursorKey(key: KeyObject): Buffer {
  return Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), "gallra cursor", 32));
}
