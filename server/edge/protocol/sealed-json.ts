import type { KeyObject } from "node:crypto";
import { CompactEncrypt, type CryptoKey, compactDecrypt, importJWK, type JWK } from "jose";

const ALG = "ECDH-ES+A256KW";

/** Only the edge opens it. `type` says what it is: what was sealed as one thing opens as no other. */
export async function sealJson(plain: unknown, type: string, sealKey: JWK): Promise<string> {
  return await new CompactEncrypt(Buffer.from(JSON.stringify(plain)))
    .setProtectedHeader({ alg: ALG, enc: "A256GCM", typ: type })
    .encrypt(await importJWK(sealKey, ALG));
}

/** Throws what jose or JSON say; null for what was sealed as something else. */
export async function openJson(sealed: string, type: string, privateKey: CryptoKey | KeyObject): Promise<unknown> {
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, privateKey, {
    keyManagementAlgorithms: [ALG],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  return protectedHeader.typ === type ? JSON.parse(Buffer.from(plaintext).toString("utf8")) : null;
}
