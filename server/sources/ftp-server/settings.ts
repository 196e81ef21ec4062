import { isIPv4 } from "node:net";
import { z } from "zod";
import { uploadShape } from "../uploads/upload-settings.ts";

export const ftpServerSettings = z
  .strictObject({
    ...uploadShape,
    security: z.enum(["explicit", "implicit", "none"]).default("explicit"),
    /** Ports at which files come; the operator permits them as the first one. */
    passiveFrom: z.int().min(1).max(65_535),
    passiveTo: z.int().min(1).max(65_535),
    /** What peers are told to come to, where they see the machine under another address than it has. */
    publicAddress: z
      .string()
      .refine((text) => text === "" || isIPv4(text), "must be an IPv4 address")
      .default(""),
  })
  .superRefine(({ port, passiveFrom, passiveTo }, check) => {
    const wrong = (message: string) => check.addIssue({ code: "custom", path: ["passiveTo"], message });
    if (passiveTo < passiveFrom) wrong("must not be below the first port");
    if (passiveTo - passiveFrom >= MOST_PORTS) wrong(`must be within ${MOST_PORTS} ports of the first one`);
    if (passiveFrom <= port && port <= passiveTo) wrong("must leave out the port that is listened on");
  });

export type FtpServerSettings = z.infer<typeof ftpServerSettings>;

const MOST_PORTS = 200;
