import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Env } from "../env.ts";

/** SHA-256 of the public key of the portal's own certificate (RFC 7469's pin); null where this process cannot read it. */
export async function portalKey({ home, certFile }: Pick<Env, "home" | "certFile">): Promise<Buffer | null> {
  try {
    return keyPin(new X509Certificate(await readFile(certFile ?? join(home, "tls", "certificate.pem"))));
  } catch {
    return null;
  }
}

export function keyPin(certificate: X509Certificate): Buffer {
  return createHash("sha256")
    .update(certificate.publicKey.export({ type: "spki", format: "der" }))
    .digest();
}

/** As it is shown to a person, on both sides. */
export function pinText(pin: Buffer): string {
  return `SHA256:${pin.toString("base64url")}`;
}
