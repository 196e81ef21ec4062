import { generateKeyPairSync, createPrivateKey, type KeyObject, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";
import { z } from "zod";
import { writeSecret } from "#db/secret-file.ts";
import { AppError } from "#server/domain/app-error.ts";

/** How the portal is known: by an authority that vouches for its name, or by its own key alone. */
const Trust = z.discriminatedUnion("by", [
  z.object({ by: z.literal("authority") }),
  z.object({ by: z.literal("key"), pin: z.string() }),
]);
export type Trust = z.infer<typeof Trust>;

const Identity = z.object({
  portal: z.url(),
  trust: Trust,
  companyId: z.int().positive(),
  company: z.string(),
  edgeId: z.uuid(),
  name: z.string(),
  /** The portal has turned it away for good. */
  revoked: z.boolean().default(false),
});
export type Identity = z.infer<typeof Identity>;

/** Both pairs are made here; only their public halves ever leave. */
export interface EdgeKeys {
  readonly sign: KeyObject;
  readonly seal: KeyObject;
  /** Makes fingerprints of files. */
  readonly fingerprint: Buffer;
}

/** Whether this home is that of a collector at a customer. */
export function isEdgeHome(home: string): boolean {
  return existsSync(fileOf(home, "identity.json"));
}

/** Throws AppError "unavailable" for a home that is none, or damaged. */
export function readIdentity(home: string): Identity {
  return Identity.parse(readJson(home, "identity.json"));
}

export function writeIdentity(home: string, identity: Identity): void {
  writeSecret(fileOf(home, "identity.json"), `${JSON.stringify(identity, null, 2)}\n`);
}

/** New pairs, which replace whatever an enrolment that failed has left. */
export function newKeys(home: string): { signKey: PublicHalf; sealKey: PublicHalf } {
  const sign = generateKeyPairSync("ed25519");
  const seal = generateKeyPairSync("x25519");
  const kept = {
    sign: sign.privateKey.export({ format: "jwk" }),
    seal: seal.privateKey.export({ format: "jwk" }),
    fingerprint: randomBytes(32).toString("base64url"),
  };
  writeSecret(fileOf(home, "keys.json"), `${JSON.stringify(kept)}\n`);
  return { signKey: publicHalf(kept.sign, "Ed25519"), sealKey: publicHalf(kept.seal, "X25519") };
}

export function readKeys(home: string): EdgeKeys {
  const { sign, seal, fingerprint } = Kept.parse(readJson(home, "keys.json"));
  return {
    sign: createPrivateKey({ key: sign, format: "jwk" }),
    seal: createPrivateKey({ key: seal, format: "jwk" }),
    fingerprint: Buffer.from(fingerprint, "base64url"),
  };
}

/** A file of the edge beside its inbox. */
export function fileOf(home: string, name: string): string {
  return join(home, "edge", name);
}

interface PublicHalf {
  readonly kty: "OKP";
  readonly crv: string;
  readonly x: string;
}

const Kept = z.object({
  sign: z.record(z.string(), z.string()),
  seal: z.record(z.string(), z.string()),
  fingerprint: z.string().length(43),
});

function publicHalf({ x }: JWK, crv: string): PublicHalf {
  if (x === undefined) throw new Error("a pair without a public half");
  return { kty: "OKP", crv, x };
}

function readJson(home: string, name: string): unknown {
  const file = fileOf(home, name);
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const text = `The file ${file} cannot be read. Empty the home of this edge and enrol it anew; what it has not handed over is lost.`;
    throw new AppError("unavailable", text, { cause });
  }
}
