import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { calculateJwkThumbprint, type JWK } from "jose";
import { AppError } from "../domain/app-error.ts";
import { readRoot, rootFile, writeRoot } from "./root-files.ts";

/** Wraps the company keys. `kid` is random: a thumbprint would be a hash of the key. */
export interface RootKey {
  readonly kid: string;
  readonly key: KeyObject;
}

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

export function readJwk(file: string, what: string, advice: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "is missing" : "cannot be read";
    throw new AppError("unavailable", `The ${what} ${reason} (${file}). ${advice}.`, { cause });
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw notAKey(file);
  }
}

export function notAKey(file: string): AppError {
  return new AppError("unavailable", `${file} is not a key that Gallra wrote. Put the right file back from its copy.`);
}

/** Written whole or not at all as far as a reader can see: exclusive, synced, private. */
export function writeNew(file: string, jwk: object): void {
  const fd = openSync(file, "wx", 0o600);
  try {
    writeSync(fd, `${JSON.stringify(jwk, null, 2)}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

export function secretsFolder(home: string): string {
  return join(home, "secrets");
}

function signingFile(home: string): string {
  return join(secretsFolder(home), "signing.jwk");
}
