import { z } from "zod";
import { certificatePin } from "../machine/fingerprint.ts";
import { checkRemote, remoteShape } from "../files/remote-settings.ts";

export const ftpSettings = z
  .strictObject({
    ...remoteShape,
    port: z.int().min(1).max(65_535).default(21),
    /** `explicit`: TLS is asked for on the ordinary port. `implicit`: it is spoken from the first byte, mostly on port 990. */
    security: z.enum(["explicit", "implicit", "none"]).default("explicit"),
    /** By the certificate that a person accepted, or by one that an authority made out to the host's name. */
    trust: z.enum(["pin", "name"]).default("pin"),
    /** SHA-256 of the accepted certificate, as OpenSSL prints it. */
    pin: certificatePin.optional(),
  })
  .superRefine(checkRemote);

export type FtpSettings = z.infer<typeof ftpSettings>;
