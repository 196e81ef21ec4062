import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from "node:crypto";
import { letGo } from "../domain/let-go.ts";
import { corrupt } from "./keyring.ts";

/**
 * AES-256-GCM with a random 96-bit nonce: nonce, ciphertext, 128-bit tag. `aad` says where the value stands, so that it
 * opens nowhere else.
 */
export function seal(key: KeyObject, aad: string, plain: Buffer): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(aad));
  const body = cipher.update(plain);
  cipher.final();
  const sealed = Buffer.concat([nonce, body, cipher.getAuthTag()], NONCE + body.length + TAG);
  letGo(body);
  return sealed;
}

/** Throws AppError "corrupt" for anything but what `seal` gave under this key for this place. */
export function open(key: KeyObject, aad: string, sealed: Buffer): Buffer {
  if (sealed.length < NONCE + TAG) throw corrupt();
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const plain = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
  try {
    decipher.final();
  } catch (cause) {
    throw corrupt(cause);
  }
  return plain;
}

const NONCE = 12;
const TAG = 16;

// Random bytes are drawn for many nonces at once: a draw for each costs as much as the sealing.
const pool = Buffer.alloc(NONCE * 1024);
let used = pool.length;

function freshNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const nonce = Buffer.from(pool.subarray(used, used + NONCE));
  used += NONCE;
  return nonce;
}
