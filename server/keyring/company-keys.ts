import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { CompactEncrypt, compactDecrypt } from "jose";
import { AppError } from "../domain/app-error.ts";
import { cacheOf } from "./company-cache.ts";
import { type Hasher, hasherOf } from "./hmac.ts";
import { companyDoor } from "./company-door.ts";
import { companyGone, type Keyring } from "./keyring.ts";
import type { RootKey } from "./secrets.ts";

/** The keys of one company in one generation. They wrap, look up and seal; the watermark key outlives generations. */
export interface CompanyKeys {
  readonly generation: number;
  readonly wrap: KeyObject;
  readonly seal: KeyObject;
  readonly lookup: Hasher;
  readonly watermark: Hasher;
}

/** Makes the keys of a new company. Throws AppError "conflict" when it has keys, "gone" when it was off-boarded. */
export async function createCompanyKeys(k: Keyring, companyId: number): Promise<void> {
  const wrapped = await wrapCompanyKeys(k.root, companyId, FIRST_GENERATION, freshCompanyKeys());
  const sql = companyDoor(k, companyId, "web", "owner");
  const [row] = await sql`select keyring.create_company(${companyId}, ${FIRST_GENERATION}, ${wrapped}) as made`;
  if (row?.["made"] === true) return;
  const [known] = await sql`select destroyed from keyring.company_keys(${companyId})`;
  if (known?.["destroyed"] === true) throw companyGone();
  throw new AppError("conflict", "This company has its keys already.");
}

/** The present keys, read once and then remembered. Throws AppError "gone" or, under another root key, "unavailable". */
export async function companyKeys(k: Keyring, companyId: number): Promise<CompanyKeys> {
  const cache = cacheOf(k, companyId);
  cache.keys ??= await readCompanyKeys(k, companyId);
  return cache.keys;
}

/** After the database said that the generation is another one. */
export async function reloadCompanyKeys(k: Keyring, companyId: number): Promise<CompanyKeys> {
  const cache = cacheOf(k, companyId);
  cache.keys = await readCompanyKeys(k, companyId);
  return cache.keys;
}

async function readCompanyKeys(k: Keyring, companyId: number): Promise<CompanyKeys> {
  const sql = companyDoor(k, companyId, "ingest", "web", "keeper", "owner");
  const [row] = await sql`select generation, destroyed, wrapped from keyring.company_keys(${companyId})`;
  if (row === undefined || row["destroyed"] === true || row["wrapped"] === null) throw companyGone();
  const generation = row["generation"] as number;
  const raw = await unwrapCompanyKeys(k.root, companyId, generation, row["wrapped"] as string);
  return {
    generation,
    wrap: createSecretKey(raw.wrap),
    seal: createSecretKey(raw.seal),
    lookup: hasherOf(raw.lookup),
    watermark: hasherOf(raw.watermark),
  };
}

export interface RawCompanyKeys {
  readonly wrap: Buffer;
  readonly lookup: Buffer;
  readonly seal: Buffer;
  readonly watermark: Buffer;
}

export function freshCompanyKeys(): RawCompanyKeys {
  return { wrap: randomBytes(32), lookup: randomBytes(32), seal: randomBytes(32), watermark: randomBytes(32) };
}

/** A compact JWE (RFC 7516) whose protected header names the company and generation: it opens for no other. */
export async function wrapCompanyKeys(
  root: RootKey,
  companyId: number,
  generation: number,
  raw: RawCompanyKeys,
): Promise<string> {
  const text = JSON.stringify(Object.fromEntries(KEY_NAMES.map((name) => [name, raw[name].toString("base64url")])));
  return await new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: "A256GCMKW", enc: "A256GCM", kid: root.kid, company: companyId, generation })
    .encrypt(root.key);
}

export async function unwrapCompanyKeys(
  root: RootKey,
  companyId: number,
  generation: number,
  wrapped: string,
): Promise<RawCompanyKeys> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(wrapped, root.key, {
      keyManagementAlgorithms: ["A256GCMKW"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    if (protectedHeader["company"] !== companyId || protectedHeader["generation"] !== generation)
      throw new Error("another company's keys");
    const values = JSON.parse(Buffer.from(plaintext).toString()) as Record<string, string>;
    const [wrap, lookup, seal, watermark] = KEY_NAMES.map((name) => Buffer.from(values[name] ?? "", "base64url"));
    if (wrap?.length !== 32 || lookup?.length !== 32 || seal?.length !== 32 || watermark?.length !== 32)
      throw new Error("keys are incomplete");
    return { wrap, lookup, seal, watermark };
  } catch (cause) {
    throw new AppError(
      "unavailable",
      "The company's keys do not open: secrets/root.jwk is not the root key they were made with. Put the right file back from its copy.",
      { cause },
    );
  }
}

const KEY_NAMES = ["wrap", "lookup", "seal", "watermark"] as const;
const FIRST_GENERATION = 1;
