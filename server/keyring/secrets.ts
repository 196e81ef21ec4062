import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { calculateJwkThumbprint, type JWK } from "jose";
import { notAKey, readJwk, secretsFolder, writeNew } from "./jwk-files.ts";
import { type RootKey, readRoot, rootFile, writeRoot } from "./root-files.ts";

export type { RootKey } from "./root-files.ts";

/** Ed25519: signs the ledger and statements. `kid` is the RFC 7638 thumbprint of the public half. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: JWK;
}

export interface Secrets {
  readonly rootKey: RootKey;
  readonly signing: SigningKey;
}

/**
 * Makes `secrets/root.jwk` and `secrets/signing.jwk` (mode 0600) in a new home and reads them. What exists is never
 * overwritten; whether a missing root key is new or lost, `openKeyring` finds out from the keyring itself.
 */
export async function createSecrets(home: string): Promise<Secrets> {
  const folder = secretsFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (!existsSync(rootFile(home))) writeRoot(rootFile(home));
  if (!existsSync(signingFile(home))) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeNew(signingFile(home), { ...privateKey.export({ format: "jwk" }), alg: "EdDSA", use: "sig" });
  }
  return loadSecrets(home);
}

/** Reads both keys. Throws AppError "unavailable" when one is missing or unreadable; it is never made anew here. */
export async function loadSecrets(home: string): Promise<Secrets> {
  const rootKey = readRoot(home);
  const signing = readJwk(
    signingFile(home),
    "signing key",
    "It signs the ledger and the certificates. Put it back from its copy",
  );
  return { rootKey, signing: await signingKeyOf(signing, signingFile(home)) };
}

/** A pair of keys in memory alone, for tests and benches. */
export async function temporarySecrets(): Promise<Secrets> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const rootKey = { kid: randomBytes(9).toString("base64url"), key: createSecretKey(randomBytes(32)) };
  return { rootKey, signing: await signingKeyOf(privateKey.export({ format: "jwk" }), "memory") };
}

async function signingKeyOf(jwk: Record<string, unknown>, file: string): Promise<SigningKey> {
  if (jwk["kty"] !== "OKP" || jwk["crv"] !== "Ed25519") throw notAKey(file);
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  const publicKey = createPublicKey(privateKey);
  const publicJwk = publicKey.export({ format: "jwk" }) as JWK;
  return { kid: await calculateJwkThumbprint(publicJwk), privateKey, publicKey, publicJwk };
}

function signingFile(home: string): string {
  return join(secretsFolder(home), "signing.jwk");
}
