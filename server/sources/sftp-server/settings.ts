import ssh2, { type ParsedKey } from "ssh2";
import { z } from "zod";
import { uploadShape } from "../uploads/upload-settings.ts";

export const sftpServerSettings = z
  .strictObject({
    ...uploadShape,
    signIn: z.enum(["password", "key"]).default("password"),
    /** One line, as in an `authorized_keys` file. */
    publicKey: z
      .string()
      .max(4_000)
      .refine((text) => text.trim() === "" || publicKeyIn(text) !== null, "must be one public key as OpenSSH writes it")
      .default(""),
    /** For PBXs that know no others: see the SFTP client. */
    oldAlgorithms: z.boolean().default(false),
  })
  .superRefine(({ signIn, publicKey }, check) => {
    if (signIn === "key" && publicKey.trim() === "")
      check.addIssue({ code: "custom", path: ["publicKey"], message: "is needed to sign in by a key" });
  });

export type SftpServerSettings = z.infer<typeof sftpServerSettings>;

/** null for what is no public key. */
export function publicKeyIn(text: string): ParsedKey | null {
  const key = ssh2.utils.parseKey(text.trim());
  return key instanceof Error || key.isPrivateKey() ? null : key;
}
