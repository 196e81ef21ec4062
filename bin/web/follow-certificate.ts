import type { Server } from "node:https";
import type { Env } from "#server/env.ts";
import { errorFields, type Log } from "#server/log.ts";
import { type Certificate, readCertificate } from "./certificate.ts";

const SOON_MS = 14 * 86_400_000;

/** How TLS is spoken: nothing older than 1.2, whatever the machine's defaults say. */
export function tlsOptions(from: Certificate) {
  return { cert: from.cert, key: from.key, minVersion: "TLSv1.2" as const };
}

/**
 * Looks whether the certificate was renewed, by us or by the operator, and takes it up without a restart: connections that are
 * open stay, new ones get the new one. A pair that does not fit is refused, and the one before goes on.
 */
export function followCertificate(
  server: Server,
  env: Env,
  first: Certificate,
  log: Log,
): (now: Date) => Promise<void> {
  let present = first;
  return async (now) => {
    try {
      const found = await readCertificate(env, now);
      if (found.fingerprint !== present.fingerprint) {
        server.setSecureContext(tlsOptions(found));
        present = found;
        log.info("certificate-renewed", { generatedCertificate: found.generated });
      }
      const days = Math.floor((present.until.getTime() - now.getTime()) / 86_400_000);
      if (present.until.getTime() - now.getTime() < SOON_MS) log.warn("certificate-ends-soon", { days });
    } catch (error) {
      log.error("certificate-not-renewed", errorFields(error));
    }
  };
}
