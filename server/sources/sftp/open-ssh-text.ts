import type { KeyObject } from "node:crypto";

/** An Ed25519 key as OpenSSH writes one without a passphrase (PROTOCOL.key): ssh2 reads it in no other form. */
export function openSshText(key: KeyObject): string {
  const { x = "", d = "" } = key.export({ format: "jwk" });
  const [open, own] = [Buffer.from(x, "base64url"), Buffer.from(d, "base64url")];
  const kind = field(Buffer.from("ssh-ed25519"));
  const both = [kind, field(open), field(Buffer.concat([own, open])), field(Buffer.alloc(0))];
  const hidden = Buffer.concat([Buffer.alloc(8), ...both]);
  const padding = Buffer.from(Array.from({ length: (8 - (hidden.length % 8)) % 8 }, (_, n) => n + 1));
  const none = field(Buffer.from("none"));
  const bytes = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...[none, none, field(Buffer.alloc(0)), Buffer.from([0, 0, 0, 1])],
    field(Buffer.concat([kind, field(open)])),
    field(Buffer.concat([hidden, padding])),
  ]);
  const lines = bytes.toString("base64").match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join("\n")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
