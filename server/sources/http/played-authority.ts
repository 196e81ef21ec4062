import "reflect-metadata";
import { isIP } from "node:net";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** For tests: an authority of one's own, and certificates that it vouches for. */
export async function playAuthority(now = new Date()) {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const pair = () => crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const span = { notBefore: new Date(now.getTime() - 3_600_000), notAfter: new Date(now.getTime() + 3_600_000) };
  const keys = await pair();
  const usages = [new BasicConstraintsExtension(true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign)];
  const root = await X509CertificateGenerator.createSelfSigned({
    ...span,
    serialNumber: "01",
    name: "CN=Played authority",
    signingAlgorithm: algorithm,
    keys,
    extensions: usages,
  });
  return {
    ca: `${root.toString("pem")}\n`,
    async issue(name: string, ends = span.notAfter) {
      const own = await pair();
      const leaf = await X509CertificateGenerator.create({
        ...span,
        notAfter: ends,
        serialNumber: "02",
        subject: `CN=${name}`,
        issuer: root.subject,
        signingAlgorithm: algorithm,
        signingKey: keys.privateKey,
        publicKey: own.publicKey,
        extensions: [new SubjectAlternativeNameExtension([{ type: isIP(name) > 0 ? "ip" : "dns", value: name }])],
      });
      const key = PemConverter.encode(await crypto.subtle.exportKey("pkcs8", own.privateKey), "PRIVATE KEY");
      return { cert: `${leaf.toString("pem")}\n`, key: `${key}\n` };
    },
  };
}
