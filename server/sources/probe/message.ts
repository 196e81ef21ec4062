import type { KeyObject } from "node:crypto";
import { CompactEncrypt, compactDecrypt, importJWK, type JWK } from "jose";
import { AppError } from "../../domain/app-error.ts";

export async function sealMessage(message: unknown, publicJwk: JWK): Promise<string> {
  return await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(message)))
    .setProtectedHeader({ alg: "ECDH-ES+A256KW", enc: "A256GCM" })
    .encrypt(await importJWK(publicJwk, "ECDH-ES+A256KW"));
}

/** `read` answers null for what was meant for another place. Throws AppError "corrupt", whose cause holds nothing of the message. */
export async function openMessage<T>(
  sealed: string,
  privateKey: KeyObject,
  read: (plain: unknown) => T | null,
): Promise<T> {
  try {
    const { plaintext } = await compactDecrypt(sealed, privateKey, {
      keyManagementAlgorithms: ["ECDH-ES+A256KW"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    const found = read(JSON.parse(new TextDecoder().decode(plaintext)));
    if (found !== null) return found;
  } catch (cause) {
    throw damaged((cause as Error).name);
  }
  throw damaged("place");
}

function damaged(cause: string): AppError {
  return new AppError("corrupt", "What the collector and the portal said to each other does not open. Test again.", {
    cause: new Error(cause),
  });
}
