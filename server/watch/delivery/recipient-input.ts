import { z } from "zod";
import { ALARM_KINDS, type AlarmKind } from "../alarms/alarm.ts";

const KINDS = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]];

/** One plain address: no name beside it, no quotes, no list, and nothing that could begin another line. */
export const MAIL_ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,187}[A-Za-z0-9])?$/;
const FINGERPRINT = /^SHA256:(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/;
/** As Standard Webhooks writes it: 24 to 64 bytes. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

export const MailAddress = z
  .string()
  .trim()
  .max(254)
  .regex(MAIL_ADDRESS, "Write one address, such as drift@example.org, without a name beside it.");

/** Of the certificate that the other side shows, where no authority vouches for it. */
export const Pin = z
  .string()
  .trim()
  .regex(FINGERPRINT, "Write the fingerprint as SHA256: followed by 32 pairs of digits with a colon between them.")
  .nullable();

const WebhookUrl = z
  .string()
  .trim()
  .max(2_000)
  .refine(isWebhook, "Write an address that begins with https:// and holds neither a user name nor a #.");

const Chosen = {
  /** Absent for a new one. */
  id: z.uuid().optional(),
  /** What is told: every alarm, the guards' alone, or those that are named. */
  scope: z.enum(["all", "guards", "kinds"]),
  kinds: z.array(z.enum(KINDS)).max(KINDS.length).default([]),
};

export const SaveRecipientInput = z.discriminatedUnion("way", [
  z.strictObject({
    way: z.literal("mail"),
    ...Chosen,
    address: MailAddress,
    language: z.enum(["en", "sv"]),
  }),
  z.strictObject({
    way: z.literal("webhook"),
    ...Chosen,
    /** Left out, the address and its secret stay as they are. */
    url: WebhookUrl.optional(),
    /** The receiver's own secret; left out, one is made and shown once. */
    secret: z.string().trim().refine(isSecret, "A secret begins with whsec_ and goes on in base64.").optional(),
    pin: Pin.default(null),
  }),
]);
export type SaveRecipientInput = z.input<typeof SaveRecipientInput>;

export const RecipientId = z.strictObject({ id: z.uuid() });
export type RecipientId = z.infer<typeof RecipientId>;

/** What some read in one way and others in another makes signatures that nobody can check. */
function isSecret(text: string): boolean {
  const said = text.replace(/^whsec_/, "").replace(/=+$/, "");
  return SECRET.test(text) && Buffer.from(said, "base64").toString("base64").replace(/=+$/, "") === said;
}

function isWebhook(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash, hostname } = new URL(text);
  return protocol === "https:" && username === "" && password === "" && hash === "" && hostname !== "";
}
