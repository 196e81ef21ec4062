import { isIP } from "node:net";
import { z } from "zod";
import { areNetworks, listOf } from "../udp/senders.ts";

/** `senders` and `devices` are lists as a person writes them: with commas, blanks or lines between their members. */
export const radiusSettings = z.strictObject({
  address: z
    .string()
    .refine((text) => isIP(text) > 0, "must be an address of this machine, like 0.0.0.0")
    .default("0.0.0.0"),
  port: z.int().min(1).max(65_535).default(1_813),
  senders: z
    .string()
    .max(10_000)
    .refine((text) => listOf(text).length > 0, "must name at least one address or network")
    .refine(areNetworks, "must be addresses or networks like 10.20.0.0/16, 500 at most"),
  /** NAS-Identifier, NAS-IP-Address or NAS-IPv6-Address of the devices behind a proxy; empty = all that know the secret. */
  devices: z
    .string()
    .max(20_000)
    .refine((text) => listOf(text).length <= 500, "must be 500 names at most")
    .default(""),
});

export type RadiusSettings = z.infer<typeof radiusSettings>;
