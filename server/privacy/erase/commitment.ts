import { createHash, randomBytes } from "node:crypto";

const PURPOSE = "gallra-person-v1";

/** 256 random bits: without them a commitment says nothing about whom it binds. */
export function freshNonce(): string {
  return randomBytes(32).toString("base64url");
}

/** Binds a certificate to a person without naming anyone: SHA-256 over purpose, nonce and identifier, in hex. */
export function commitTo(nonce: string, canonical: string): string {
  return createHash("sha256").update(`${PURPOSE}\n${nonce}\n${canonical}`).digest("hex");
}
