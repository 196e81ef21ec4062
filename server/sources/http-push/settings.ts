import { isIP } from "node:net";
import { z } from "zod";
import { areNetworks } from "../udp/senders.ts";

/** What a person sets of an address that is sent to. */
export const httpPushSettings = z
  .strictObject({
    address: z
      .string()
      .max(45)
      .refine((text) => isIP(text) > 0, "must be an address of this machine, or 0.0.0.0")
      .default("0.0.0.0"),
    port: z.int().min(1).max(65_535),
    /** Whether the connection is encrypted, with the installation's certificate. */
    encryption: z.enum(["tls", "none"]).default("tls"),
    /** As a person writes a list: with commas, blanks or lines. None means every sender. */
    senders: z
      .string()
      .max(2_000)
      .refine(areNetworks, "must be addresses or networks like 10.20.0.0/16, 500 at most")
      .default(""),
    signature: z.enum(["none", "hmac-sha256", "twilio"]).default("none"),
    signatureHeader: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9-]+$/)
      .default("X-Signature"),
    /** As the sender writes it: what stands before the signature, and how its bytes are written. */
    signaturePrefix: z.string().max(40).default(""),
    signatureForm: z.enum(["hex", "base64"]).default("hex"),
    /** Scheme, host and port as the sender knows them: Twilio signs them. What follows is the token's, and no setting. */
    publicUrl: z
      .string()
      .max(300)
      .refine((text) => text === "" || isOrigin(text), "must be like https://calls.example.org:8443, without a path")
      .default(""),
    maximumKilobytes: z.int().min(1).max(16_384).default(1_024),
  })
  .superRefine(({ signature, publicUrl }, check) => {
    if (signature === "twilio" && publicUrl === "")
      check.addIssue({ code: "custom", path: ["publicUrl"], message: "is needed for Twilio's signature" });
  });

export type HttpPushSettings = z.infer<typeof httpPushSettings>;

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
