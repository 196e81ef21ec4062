import type { KeyObject } from "node:crypto";
import { CompactEncrypt, type CryptoKey, compactDecrypt, importJWK, type JWK } from "jose";
import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";

/** Which credential it is: what is sealed for one opens as no other. */
export interface CredentialPlace {
  readonly companyId: number;
  readonly sourceId: number;
  readonly name: string;
}

/** Seals to the collectors' public key: whoever seals, the portal too, cannot open it again. */
export async function sealCredential(place: CredentialPlace, value: string, publicJwk: JWK): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify({ ...placed(place), value }));
  return await new CompactEncrypt(plain)
    .setProtectedHeader({ alg: "ECDH-ES+A256KW", enc: "A256GCM" })
    .encrypt(await importJWK(publicJwk, "ECDH-ES+A256KW"));
}

/** Throws AppError "corrupt" for what was sealed elsewhere, for another place, or was changed. */
export async function openCredential(
  place: CredentialPlace,
  sealed: string,
  privateKey: CryptoKey | KeyObject,
): Promise<string> {
  const { companyId, sourceId, name } = place;
  try {
    const { plaintext } = await compactDecrypt(sealed, privateKey, {
      keyManagementAlgorithms: ["ECDH-ES+A256KW"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    const read = Sealed.parse(JSON.parse(new TextDecoder().decode(plaintext)));
    if (read.companyId === companyId && read.sourceId === sourceId && read.name === name) return read.value;
  } catch (cause) {
    // The library's message may hold parts of what it opened.
    throw damaged((cause as Error).name);
  }
  throw damaged("place");
}

const Sealed = z.object({ companyId: z.int(), sourceId: z.int(), name: z.string(), value: z.string() });

/** Named one by one, so that nothing else of a caller's object is sealed. */
function placed({ companyId, sourceId, name }: CredentialPlace): CredentialPlace {
  return { companyId, sourceId, name };
}

function damaged(cause: string): AppError {
  return new AppError("corrupt", "A credential of the source does not open. Enter it again.", {
    cause: new Error(cause),
  });
}
