import { createHash } from "node:crypto";
import type { Pin } from "../transport.ts";

/** A server's public key as it comes over the wire: its fingerprint and kind as OpenSSH prints them. */
export function pinOf(key: Buffer): Pin {
  const fingerprint = `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
  return { fingerprint, about: { algorithm: kindOf(key) } };
}

/** A string of at most 64 characters stands first; whatever else a server sends is not repeated to anybody. */
function kindOf(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  const kind = key.subarray(4, 4 + Math.min(length, 64)).toString("latin1");
  return /^[a-z0-9@.-]+$/i.test(kind) ? kind : "";
}
