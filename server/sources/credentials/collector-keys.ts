import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";
import { AppError } from "../../domain/app-error.ts";

/** Names of the two halves in the home's `secrets/`. */
export const COLLECTOR_PRIVATE = "collector-credentials.jwk";
export const COLLECTOR_PUBLIC = "collector-credentials.public.jwk";

/** The text of the private half, by which credentials go from the portal to the collectors. */
export function newCollectorKey(): string {
  return `${JSON.stringify(generateKeyPairSync("x25519").privateKey.export({ format: "jwk" }))}\n`;
}

export function publicHalfOf(privateText: string): string {
  const { kty, crv, x } = JSON.parse(privateText) as JWK;
  return `${JSON.stringify({ kty, crv, x })}\n`;
}

/** For the portal. Throws AppError "unavailable" when the file is missing. */
export function readCollectorPublicKey(home: string): JWK {
  return read(home, COLLECTOR_PUBLIC);
}

/** For collectors. Throws AppError "unavailable" when the file is missing. */
export function readCollectorPrivateKey(home: string): KeyObject {
  return createPrivateKey({ key: read(home, COLLECTOR_PRIVATE) as Record<string, string>, format: "jwk" });
}

function read(home: string, name: string): JWK {
  const file = join(home, "secrets", name);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as JWK;
  } catch (cause) {
    const why = existsSync(file) ? "is damaged" : "is missing";
    throw new AppError(
      "unavailable",
      `The file ${file} ${why}. Put it back from your copy of the secrets: credentials of sources are sealed with it.`,
      { cause },
    );
  }
}
