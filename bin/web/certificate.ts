import { createPrivateKey, X509Certificate as ReadCertificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { writeSecret } from "#db/secret-file.ts";
import { AppError } from "#server/domain/app-error.ts";
import type { Env } from "#server/env.ts";

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 fingerprint, to compare with what a browser shows. */
  readonly fingerprint: string;
  readonly from: Date;
  readonly until: Date;
  readonly generated: boolean;
}

/**
 * The operator's certificate where one is named, else one of our own that is kept in the home and renewed before its end. It keeps its
 * key: by that, collectors at customers know the portal. A new key is made where there is none, or none of ours.
 */
export async function readCertificate(env: Env, now: Date): Promise<Certificate> {
  if (env.certFile !== undefined && env.keyFile !== undefined) return readOwn(env.certFile, env.keyFile, now);
  const certFile = join(env.home, "tls", "certificate.pem");
  const keyFile = join(env.home, "tls", "key.pem");
  const names = namesOf(env.host);
  if (existsSync(certFile) && existsSync(keyFile)) {
    const known = pair(readFileSync(certFile, "utf8"), readFileSync(keyFile, "utf8"), true);
    if (
      known !== null &&
      known.until.getTime() - now.getTime() > RENEW_MS &&
      names.every((name) => covers(known.cert, name))
    )
      return known;
  }
  // Loaded only once in a year or so: it takes a moment that every start would wait.
  const { makeCertificate } = await import("./make-certificate.ts");
  const kept = keptKey(keyFile);
  const made = await makeCertificate(names, now, kept);
  if (kept === null) writeSecret(keyFile, made.key);
  writeSecret(certFile, made.cert);
  const read = pair(made.cert, made.key, true);
  if (read === null) throw new Error("a generated certificate does not fit its key");
  return read;
}

const DAY_MS = 86_400_000;
const RENEW_MS = 30 * DAY_MS;

function readOwn(certFile: string, keyFile: string, now: Date): Certificate {
  let read: Certificate | null;
  try {
    read = pair(readFileSync(certFile, "utf8"), readFileSync(keyFile, "utf8"), false);
  } catch (cause) {
    throw new AppError(
      "bad-input",
      "Cannot read the files that GALLRA_CERT and GALLRA_KEY name. They must be PEM files that this user may read, the key without a passphrase.",
      { cause },
    );
  }
  if (read === null)
    throw new AppError(
      "bad-input",
      "The key that GALLRA_KEY names does not belong to the certificate that GALLRA_CERT names.",
    );
  if (read.from > now)
    throw new AppError(
      "bad-input",
      `The certificate that GALLRA_CERT names holds only from ${read.from.toISOString().slice(0, 10)} on. Check this machine's clock, or name one that holds already.`,
    );
  if (read.until <= now)
    throw new AppError(
      "bad-input",
      `The certificate that GALLRA_CERT names ended on ${read.until.toISOString().slice(0, 10)}. Renew it, or leave both settings away to use a generated one.`,
    );
  return read;
}

/** null where there is none that a certificate of ours can go on with. */
function keptKey(file: string): string | null {
  try {
    const text = readFileSync(file, "utf8");
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(text);
    return asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1" ? text : null;
  } catch {
    return null;
  }
}

/** Null when the two do not belong together. */
function pair(cert: string, key: string, generated: boolean): Certificate | null {
  const read = new ReadCertificate(cert);
  if (!read.checkPrivateKey(createPrivateKey(key))) return null;
  return {
    cert,
    key,
    fingerprint: read.fingerprint256,
    from: new Date(read.validFrom),
    until: new Date(read.validTo),
    generated,
  };
}

function covers(cert: string, name: string): boolean {
  const read = new ReadCertificate(cert);
  return isIP(name) !== 0 ? read.checkIP(name) !== undefined : read.checkHost(name) !== undefined;
}

function namesOf(host: string): string[] {
  const bound = host === "0.0.0.0" || host === "::" ? [] : [host];
  return [...new Set(["localhost", "127.0.0.1", "::1", hostname(), ...bound])];
}
