import { z } from "zod";
import { checkRemote, remoteShape } from "../files/remote-settings.ts";

export const sftpSettings = z
  .strictObject({
    ...remoteShape,
    port: z.int().min(1).max(65_535).default(22),
    signIn: z.enum(["password", "key"]).default("password"),
    /** Key exchanges, host keys, ciphers and checks that are no longer thought safe, for PBXs that know no others. */
    oldAlgorithms: z.boolean().default(false),
    /** SHA-256 of the accepted host key, as OpenSSH prints it. */
    pin: z
      .string()
      .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "must be a fingerprint like SHA256:..., as OpenSSH prints it")
      .optional(),
  })
  .superRefine(checkRemote);

export type SftpSettings = z.infer<typeof sftpSettings>;
