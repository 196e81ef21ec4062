import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import { AppError } from "../domain/app-error.ts";
import { cacheOf } from "./company-cache.ts";
import { type Hasher, hasherOf } from "./hmac.ts";
import { companyDoor } from "./company-door.ts";
import { companyGone, type Keyring } from "./keyring.ts";
import { underPresentRoot } from "./require-root.ts";
import type { RootKey } from "./secrets.ts";
import { generationOf } from "./stamp.ts";

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
  const sql = companyDoor(k, companyId, "web", "owner");
  const [row] = await underPresentRoot(k, async (root) => {
    const wrapped = await wrapCompanyKeys(root, companyId, FIRST_GENERATION, freshCompanyKeys());
    return await sql`select keyring.create_company(${companyId}, ${FIRST_GENERATION}, ${wrapped}) as made`;
  });
  if (row?.["made"] === true) return;
  const [known] = await sql`select destroyed from keyring.company_keys(${companyId})`;
  if (known?.["destroyed"] === true) throw companyGone();
  throw new AppError("conflict", "This company has its keys already.");
}

/** The present keys, read once and then remembered. Throws AppError "gone" or, under another root key, "unavailable". */
export async function companyKeys(k: Keyring, companyId: number): Promise<CompanyKeys> {
  return cacheOf(k, companyId).keys ?? (await reloadCompanyKeys(k, companyId));
}

/** After the database said that the generation is another one. */
export async function reloadCompanyKeys(k: Keyring, companyId: number): Promise<CompanyKeys> {
  const read = await readCompanyKeys(k, companyId);
  // The cache may have been forgotten, or filled with later keys, while they were read.
  const cache = cacheOf(k, companyId);
  if (cache.keys === undefined || cache.keys.generation < read.generation) cache.keys = read;
  return cache.keys;
}

/**
 * Rows with the keys they are sealed under. `stamped` gives the sealed bytes of the rows: when they are of another generation
 * than the keys remembered, the keys are read again, and when those are newer still, so are the rows.
 */
export async function underPresentKeys<R>(
  k: Keyring,
  companyId: number,
  ask: () => Promise<R>,
  stamped: (rows: R) => readonly Buffer[],
): Promise<{ rows: R; keys: CompanyKeys }> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const rows = await ask();
    const generations = new Set(stamped(rows).map(generationOf));
    const remembered = await companyKeys(k, companyId);
    if (isOf(remembered, generations)) return { rows, keys: remembered };
    const keys = await reloadCompanyKeys(k, companyId);
    if (isOf(keys, generations)) return { rows, keys };
  }
  throw new AppError("unavailable", "The keyring is being changed; try again.", { retry: true });
}

function isOf({ generation }: CompanyKeys, generations: ReadonlySet<number>): boolean {
  return generations.size === 0 || (generations.size === 1 && generations.has(generation));
}

async function readCompanyKeys(k: Keyring, companyId: number): Promise<CompanyKeys> {
  const { generation, wrapped } = await wrappedCompanyKeys(k, companyId);
  return await openCompanyKeys(k, companyId, generation, wrapped);
}

/** The present keys as they stand in the keyring. Throws AppError "gone". */
export async function wrappedCompanyKeys(
  k: Keyring,
  companyId: number,
): Promise<{ generation: number; wrapped: string }> {
  const sql = companyDoor(k, companyId, "ingest", "web", "keeper", "owner");
  const [row] = await sql`select generation, destroyed, wrapped from keyring.company_keys(${companyId})`;
  if (row === undefined || row["destroyed"] === true || row["wrapped"] === null) throw companyGone();
  return { generation: row["generation"] as number, wrapped: row["wrapped"] as string };
}

/** The root key that wraps these keys. */
export function rootOf(k: Keyring, wrapped: string): RootKey {
  return k.roots.of(String(decodeProtectedHeader(wrapped).kid)) ?? k.roots.current;
}

/** Under whichever root key of this moment wraps them. */
export async function openCompanyKeys(
  k: Keyring,
  companyId: number,
  generation: number,
  wrapped: string,
): Promise<CompanyKeys> {
  const raw = await unwrapCompanyKeys(rootOf(k, wrapped), companyId, generation, wrapped);
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
