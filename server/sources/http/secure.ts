import type { Duplex } from "node:stream";
import { connect, type ConnectionOptions, type PeerCertificate, type TLSSocket } from "node:tls";
import { isIP } from "node:net";
import { SourceTrouble } from "../problem.ts";
import type { Pin } from "../transport.ts";

/** Whom to believe: a certificate that the machine's authorities vouch for, or the one that a person has accepted. */
export type Trust = { readonly by: "authority" } | { readonly by: "pin"; readonly pin: string | null };

const HANDSHAKE_MS = 10_000;

/** TLS over a socket that is open, within `mostMs`. The certificate is looked at before a byte of ours is sent. Throws SourceTrouble. */
export async function secure(
  socket: Duplex,
  host: string,
  trust: Trust,
  mostMs: number = HANDSHAKE_MS,
): Promise<TLSSocket> {
  if (trust.by === "pin" && trust.pin === null) {
    socket.destroy();
    throw new SourceTrouble("pin-missing");
  }
  const secured = await handshake(socket, host, trust.by === "authority" ? {} : { rejectUnauthorized: false }, mostMs);
  if (trust.by === "pin" && fingerprintOf(secured.getPeerCertificate()) !== trust.pin) {
    secured.destroy();
    throw new SourceTrouble("pin-changed");
  }
  return secured;
}

/** The certificate of the other side, for a person to look at. Nothing is sent. */
export async function showCertificate(socket: Duplex, host: string): Promise<Pin> {
  const secured = await handshake(socket, host, { rejectUnauthorized: false });
  const certificate = secured.getPeerCertificate();
  secured.destroy();
  return {
    fingerprint: fingerprintOf(certificate),
    about: {
      subject: nameOf(certificate.subject),
      issuer: nameOf(certificate.issuer),
      from: dayOf(certificate.valid_from),
      until: dayOf(certificate.valid_to),
    },
  };
}

async function handshake(
  socket: Duplex,
  host: string,
  options: ConnectionOptions,
  mostMs: number = HANDSHAKE_MS,
): Promise<TLSSocket> {
  return await new Promise((resolve, reject) => {
    // No name is sent for a bare address (RFC 6066); the certificate is compared with it all the same.
    const secured = connect({
      socket,
      host,
      minVersion: "TLSv1.2",
      ...(isIP(host) > 0 ? {} : { servername: host }),
      ...options,
    });
    const fail = (trouble: SourceTrouble) => {
      clearTimeout(timer);
      secured.destroy();
      socket.destroy();
      reject(trouble);
    };
    const timer = setTimeout(() => fail(new SourceTrouble("timed-out")), Math.min(mostMs, HANDSHAKE_MS));
    const closed = () => fail(new SourceTrouble("unreachable"));
    // It stays: a connection that breaks between two uses must not end the process.
    secured.on("error", (cause) => fail(new SourceTrouble(problemOf(cause), cause)));
    secured.once("close", closed);
    secured.once("secureConnect", () => {
      clearTimeout(timer);
      secured.removeListener("close", closed);
      resolve(secured);
    });
  });
}

/** What OpenSSL and Node call a certificate that is not believed; anything else is no TLS at all. */
const UNTRUSTED = /CERT|SELF_SIGNED|ISSUER|UNABLE_TO_|HOSTNAME|CRL|INVALID_CA|PATH_LENGTH/;

function problemOf(cause: NodeJS.ErrnoException): "certificate-invalid" | "unreachable" | "protocol-broken" {
  const code = cause.code ?? "";
  if (!code.startsWith("ERR_SSL") && UNTRUSTED.test(code)) return "certificate-invalid";
  return /^(ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) ? "unreachable" : "protocol-broken";
}

/** As stored in the setting `pin`. */
export function fingerprintOf(certificate: Pick<PeerCertificate, "fingerprint256">): string {
  return `SHA256:${certificate.fingerprint256}`;
}

function nameOf(name: PeerCertificate["subject"] | undefined): string {
  const parts = [name?.CN, name?.O].flatMap((part) => (Array.isArray(part) ? part : [part ?? ""]));
  return parts
    .filter((part) => part !== "")
    .join(", ")
    .slice(0, 200);
}

function dayOf(text: string): string {
  const day = new Date(text);
  return Number.isNaN(day.getTime()) ? "" : day.toISOString().slice(0, 10);
}
