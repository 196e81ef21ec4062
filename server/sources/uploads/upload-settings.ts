import { isIP } from "node:net";
import { z } from "zod";
import { isNetwork } from "../machine/networks.ts";
import type { TransportField } from "../transport.ts";
import { whichFiles } from "../files/which-files.ts";

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
  /** Networks with commas between them; none means every sender. */
  senders: z
    .string()
    .max(2_000)
    .refine((text) => networksOf(text).every(isNetwork), "must be networks like 192.0.2.0/24, with commas")
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

export function networksOf(text: string): string[] {
  return text.split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
}
