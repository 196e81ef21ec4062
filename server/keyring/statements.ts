import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK, type JWK } from "jose";
import { AppError } from "../domain/app-error.ts";
import type { Keyring } from "./keyring.ts";

export interface VerifiedStatement {
  readonly payload: Record<string, unknown>;
  /** RFC 7638 thumbprint of the key that signed; a reader compares it with the one published by the installation. */
  readonly kid: string;
  /** True when a key of the reader's own choice was checked, false when the one inside the statement was. */
  readonly pinned: boolean;
}

/** A compact JWS (RFC 7515, EdDSA of RFC 8037) with the public key in its header, so that it can be checked offline. */
export async function signStatement(k: Keyring, payload: object): Promise<string> {
  return await new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({
      alg: "EdDSA",
      typ: "gallra-statement+jws",
      kid: k.signing.kid,
      jwk: bareJwk(k.signing.publicJwk),
    })
    .sign(k.signing.privateKey);
}

/** The public half of the signing key, to be published and pinned. */
export function publicSigningKey(k: Keyring): JWK {
  return { ...k.signing.publicJwk, kid: k.signing.kid, alg: "EdDSA", use: "sig" };
}

/** Needs no server. Throws AppError "corrupt" when the statement was changed or another key signed it. */
export async function verifyStatement(jws: string, jwk?: JWK): Promise<VerifiedStatement> {
  try {
    let kid = "";
    const { payload } = await compactVerify(
      jws.trim(),
      async (header) => {
        const key = jwk ?? header.jwk;
        if (key === undefined) throw new Error("no key");
        kid = await calculateJwkThumbprint(key);
        if (header.kid !== kid) throw new Error("another key");
        return await importJWK(key, "EdDSA");
      },
      { algorithms: ["EdDSA"] },
    );
    return {
      payload: JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>,
      kid,
      pinned: jwk !== undefined,
    };
  } catch (cause) {
    throw new AppError("corrupt", "This statement is not valid: it was changed, or another installation signed it.", {
      cause,
    });
  }
}

function bareJwk({ kty, crv, x }: JWK): JWK {
  return {
    ...(kty === undefined ? {} : { kty }),
    ...(crv === undefined ? {} : { crv }),
    ...(x === undefined ? {} : { x }),
  } as JWK;
}
