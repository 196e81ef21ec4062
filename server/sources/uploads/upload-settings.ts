import { isIP } from "node:net";
import { z } from "zod";
import type { TransportField } from "../transport.ts";
import { whichFiles } from "../files/which-files.ts";
import { areNetworks } from "../udp/senders.ts";

/** What a person sets of a server that peers send files to, whatever they speak. */
export const uploadShape = {
  address: z
    .string()
    .max(45)
    .refine((text) => isIP(text) > 0, "must be an address of this machine, or 0.0.0.0")
    .default("0.0.0.0"),
  port: z.int().min(1).max(65_535),
  user: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^\s\p{Cc}:/\\]+$/u, "must be a name without blanks"),
  /** As a person writes a list: with commas, blanks or lines. None means every sender. */
  senders: z
    .string()
    .max(2_000)
    .refine(areNetworks, "must be addresses or networks like 10.20.0.0/16, 500 at most")
    .default(""),
  pattern: whichFiles.pattern,
  /** A folder that the peer finds, for those that look before they send. */
  folder: z
    .string()
    .max(255)
    .regex(/^[^\p{Cc}\\]*$/u)
    .default(""),
  maximumMegabytes: z.int().min(1).max(65_536).default(1_024),
} as const;

export interface UploadSettings {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly senders: string;
  readonly pattern: string;
  readonly folder: string;
  readonly maximumMegabytes: number;
}

/** The last of a transport's fields: which files are taken. */
export const whichUploads: readonly TransportField[] = [
  { name: "senders", kind: "text" },
  { name: "pattern", kind: "text", default: "*" },
  { name: "folder", kind: "text" },
  { name: "maximumMegabytes", kind: "number", default: 1_024 },
];
