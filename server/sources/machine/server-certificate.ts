import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What a source that listens shows to whoever connects by TLS: the installation's own, as the portal's. */
export interface ServerCertificate {
  /** PEM, with the chain. */
  readonly cert: string;
  /** PEM, without a passphrase. Never in a log, an error or an answer. */
  readonly key: string;
}

/** Where the operator has named none (GALLRA_CERT, GALLRA_KEY), the one that the portal keeps in the home. Null when there is none. */
export async function serverCertificate(
  home: string,
  named: { readonly certFile?: string; readonly keyFile?: string } = {},
): Promise<ServerCertificate | null> {
  const { certFile = join(home, "tls", "certificate.pem"), keyFile = join(home, "tls", "key.pem") } = named;
  try {
    const [cert, key] = await Promise.all([readFile(certFile, "utf8"), readFile(keyFile, "utf8")]);
    return { cert, key };
  } catch {
    return null;
  }
}
