import { createHash, type KeyObject } from "node:crypto";
import { CompactSign, type CryptoKey, compactVerify, importJWK, type JWK } from "jose";
import { z } from "zod";

/** What an edge signs of each request. Nothing of it is personal. */
export interface SignedClaims {
  readonly company: number;
  readonly edge: string;
  /** Higher in each request than in all before: what was seen once is not taken again. */
  readonly sequence: number;
  /** The edge's own clock, ms since 1970: it is measured by it, not trusted. */
  readonly at: number;
  readonly verb: string;
  /** SHA-256 of the body, base64url. */
  readonly digest: string;
}

const Claims = z.strictObject({
  company: z.int32().positive(),
  edge: z.uuid(),
  sequence: z.int().positive(),
  at: z.int().positive(),
  verb: z.string().max(20),
  digest: z.string().length(43),
}) satisfies z.ZodType<SignedClaims>;

export const SIGN_ALG = "Ed25519";
export const SCHEME = "Gallra-Edge ";
/** No claims are longer: a header that is, is thrown away unread. */
export const LONGEST_HEADER = 1_024;

/** The value of the request's `authorization` header. */
export async function signRequest(claims: SignedClaims, key: CryptoKey | KeyObject): Promise<string> {
  const jws = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: SIGN_ALG, typ: TYPE })
    .sign(key);
  return SCHEME + jws;
}

/** Who it says it is, which nothing has proved yet; null for what is no such header. */
export function claimsIn(header: string | null): SignedClaims | null {
  if (header === null || header.length > LONGEST_HEADER || !header.startsWith(SCHEME)) return null;
  try {
    const payload = header.slice(SCHEME.length).split(".")[1] ?? "";
    return Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}

/** The claims, signed by this key; null otherwise. */
export async function verifiedClaims(header: string, signKey: JWK): Promise<SignedClaims | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(
      header.slice(SCHEME.length),
      await importJWK(signKey, SIGN_ALG),
      { algorithms: [SIGN_ALG] },
    );
    if (protectedHeader.typ !== TYPE) return null;
    return Claims.parse(JSON.parse(Buffer.from(payload).toString("utf8")));
  } catch {
    return null;
  }
}

export function digestOf(body: Uint8Array): string {
  return createHash("sha256").update(body).digest("base64url");
}

const TYPE = "gallra-edge-request";
