import { isIP } from "node:net";
import { z } from "zod";
import { fingerprintDigits } from "../machine/fingerprint.ts";
import { areNetworks, listOf } from "../udp/senders.ts";

const MOST_HOSTS = 500;

/** `senders` and `hosts` are lists as a person writes them: with commas, blanks or lines between their members. */
export const syslogSettings = z.strictObject({
  protocol: z.enum(["udp", "tcp", "tls"]).default("udp"),
  address: z
    .string()
    .refine((text) => isIP(text) > 0, "must be an address of this machine, like 0.0.0.0")
    .default("0.0.0.0"),
  port: z.int().min(1).max(65_535).default(514),
  senders: z
    .string()
    .max(10_000)
    .refine((text) => listOf(text).length > 0, "must name at least one address or network")
    .refine(areNetworks, "must be addresses or networks like 10.20.0.0/16, 500 at most"),
  /** Of messages that a relay passes on: only those of these devices. Empty = whatever their header says. */
  hosts: z
    .string()
    .max(20_000)
    .refine((text) => listOf(text).length <= MOST_HOSTS, "must be 500 names at most")
    .refine((text) => listOf(text).every((name) => /^[A-Za-z0-9_.:-]{1,255}$/.test(name)), "must be host names")
    .default(""),
  /** What the driver gets: the line as it came, or what stands behind its header. */
  pass: z.enum(["line", "message"]).default("line"),
  /** Of TLS: SHA-256 fingerprint of the only client certificate that is let in. Empty = no certificate is asked. */
  clientCertificate: z
    .string()
    .refine(
      (text) => text === "" || /^[0-9A-F]{64}$/.test(fingerprintDigits(text)),
      "must be a SHA-256 fingerprint: 64 hexadecimal digits",
    )
    .default(""),
  /** Minutes after which a connection that says nothing is closed; many devices lose a message then. */
  idleMinutes: z.number().min(1).max(10_080).default(1_440),
});

export type SyslogSettings = z.infer<typeof syslogSettings>;
