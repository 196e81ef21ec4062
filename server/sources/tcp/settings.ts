import { isIP } from "node:net";
import { z } from "zod";
import { CONVERSATIONS, conversationNamed } from "../conversation/catalogue.ts";
import { certificatePin } from "../machine/fingerprint.ts";
import { areNetworks, listOf } from "../udp/senders.ts";

const empty = z.literal("").transform(() => undefined);

/** A PBX that connects to us, or that we connect to. */
export const tcpSettings = z
  .strictObject({
    mode: z.enum(["listen", "connect"]).default("listen"),
    /** The address to listen on. */
    address: z
      .string()
      .refine((text) => isIP(text) > 0, "must be an address of this machine, or 0.0.0.0")
      .default("0.0.0.0"),
    host: z.string().trim().max(253).optional(),
    port: z.int().min(1).max(65_535),
    tls: z.boolean().default(false),
    /** Whose connections are taken. */
    senders: z.string().max(10_000).refine(areNetworks, "must be addresses or networks like 10.20.0.0/16").default(""),
    /** The certificate that whoever connects must show. */
    clientPin: certificatePin.or(empty).optional(),
    /** The certificate that the PBX must show. */
    pin: certificatePin.or(empty).optional(),
    conversation: z.enum(CONVERSATIONS.map((one) => one.name) as [string, ...string[]]).default("none"),
    user: z.string().max(200).default(""),
    /** By which number the PBX knows us among those that ask it. */
    station: z.string().regex(/^\d$/, "must be a digit").default("0"),
    maxConnections: z.int().min(1).max(1_000).default(50),
    idleHours: z.number().min(0.01).max(720).default(168),
    /** Whether a record may end with the connection instead of by itself. */
    closeEndsRecord: z.boolean().default(false),
  })
  .superRefine((settings, context) => {
    const refuse = (path: keyof typeof settings, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const { mode, host, senders, tls, clientPin } = settings;
    if (mode === "connect" && (host ?? "") === "") refuse("host", "must be given to connect to");
    if (mode === "listen" && listOf(senders).length === 0 && !(tls && clientPin !== undefined))
      refuse("senders", "must name whose connections are taken, unless a client certificate is asked for");
    if (clientPin !== undefined && mode === "listen" && !tls) refuse("clientPin", "needs TLS");
    const { begins, title } = conversationNamed(settings.conversation);
    if (begins !== "either" && begins !== mode)
      refuse(
        "conversation",
        `cannot be ${title}: there ${begins === "connect" ? "we connect" : "the system connects"}`,
      );
  });

export type TcpSettings = z.infer<typeof tcpSettings>;
