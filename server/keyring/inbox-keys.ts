import {
  CompactEncrypt,
  calculateJwkThumbprint,
  compactDecrypt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from "jose";
import { AppError } from "../domain/app-error.ts";
import { corrupt, doorOf, type Keyring } from "./keyring.ts";
import { underPresentRoot } from "./require-root.ts";
import type { RootKey } from "./secrets.ts";

export interface InboxKey {
  /** 'YYYY-MM-DD'. */
  readonly day: string;
  readonly kid: string;
  readonly publicJwk: JWK;
}

/** Makes the key pairs of `today` and the `days` after it where they are missing (X25519 for ECDH-ES, RFC 8037). */
export async function ensureInboxKeys(k: Keyring, today: string, days: number): Promise<void> {
  const known = new Set((await currentInboxKeys(k)).map((key) => key.day));
  const sql = doorOf(k, "keeper", "owner");
  for (let ahead = 0; ahead <= days; ahead++) {
    const day = dayAfter(today, ahead);
    if (known.has(day)) continue;
    const { publicKey, privateKey } = await generateKeyPair(INBOX_ALG, { crv: "X25519", extractable: true });
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    const publicJwk: JWK = { ...jwk, alg: INBOX_ALG, use: "enc", kid };
    const secret = JSON.stringify(await exportJWK(privateKey));
    await underPresentRoot(k, async (root) => {
      const sealed = await sealInboxKey(root, kid, secret);
      await sql`select keyring.add_inbox_key(${day}::text::date, ${kid}, ${JSON.stringify(publicJwk)}::text::jsonb, ${sealed})`;
    });
  }
}

/** All key pairs whose private half still exists, by day: the public halves, to be handed to collectors. */
export async function currentInboxKeys(k: Keyring): Promise<InboxKey[]> {
  const sql = doorOf(k, "keeper", "ingest", "web", "owner");
  const rows = await sql`select day, kid, public from keyring.inbox_keys()`;
  return rows.map((row) => ({ day: row["day"] as string, kid: row["kid"] as string, publicJwk: row["public"] as JWK }));
}

/** The private half, for ingest. Throws AppError "gone" when it has been destroyed, "corrupt" when it does not open. */
export async function openInboxKey(k: Keyring, kid: string): Promise<CryptoKey> {
  const known = k.inboxKeys.get(kid);
  if (known !== undefined) return known;
  const [row] = await doorOf(k, "ingest", "owner")`select keyring.inbox_private(${kid}) as sealed`;
  const sealed = row?.["sealed"] as string | null | undefined;
  if (typeof sealed !== "string")
    throw new AppError("gone", "The key of this inbox segment has been destroyed; the segment can no longer be read.");
  const key = await openSealed(k, kid, sealed);
  k.inboxKeys.set(kid, key);
  return key;
}

/** The keys of days before this one. Their segments must have been ingested, or have become undefined lines. */
export async function inboxKeysBefore(k: Keyring, before: string): Promise<InboxKey[]> {
  return (await currentInboxKeys(k)).filter((key) => key.day < before);
}

export const INBOX_ALG = "ECDH-ES+A256KW";

async function openSealed(k: Keyring, kid: string, sealed: string): Promise<CryptoKey> {
  const secret = await unsealInboxKey(k, kid, sealed);
  try {
    return (await importJWK(JSON.parse(secret) as JWK, INBOX_ALG)) as CryptoKey;
  } catch (cause) {
    throw corrupt(cause);
  }
}

/** The private half under a root key, as a compact JWE whose protected header names the pair. */
export async function sealInboxKey(root: RootKey, kid: string, secret: string): Promise<string> {
  return await new CompactEncrypt(Buffer.from(secret))
    .setProtectedHeader({ alg: "A256GCMKW", enc: "A256GCM", kid: root.kid, inbox: kid })
    .encrypt(root.key);
}

/** Throws AppError "corrupt" for anything but what `sealInboxKey` gave for this pair under a root key of this moment. */
export async function unsealInboxKey(k: Keyring, kid: string, sealed: string): Promise<string> {
  try {
    const root = k.roots.of(String(decodeProtectedHeader(sealed).kid)) ?? k.roots.current;
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, root.key, {
      keyManagementAlgorithms: ["A256GCMKW"],
    });
    if (protectedHeader["inbox"] !== kid) throw new Error("another key pair");
    return Buffer.from(plaintext).toString();
  } catch (cause) {
    throw corrupt(cause);
  }
}

function dayAfter(day: string, ahead: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + ahead * 86_400_000).toISOString().slice(0, 10);
}
