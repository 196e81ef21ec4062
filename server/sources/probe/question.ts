import type { KeyObject } from "node:crypto";
import type { JWK } from "jose";
import { z } from "zod";
import { openMessage, sealMessage } from "./message.ts";

/** Which question it is: what is sealed for one opens as no other. */
export interface ProbePlace {
  readonly companyId: number;
  readonly probeId: string;
}

const Site = z.strictObject({
  timeZone: z.string().nullable(),
  country: z.string().nullable(),
  outsideLine: z.string().nullable(),
  extensionDigits: z.int().nullable(),
  internationalPrefix: z.string().nullable(),
});

const Question = z.strictObject({
  transport: z.string(),
  driver: z.string(),
  driverOptions: z.record(z.string(), z.string()),
  settings: z.record(z.string(), z.unknown()),
  /** Where it differs from the company: an edge decodes by it, to leave out at the site what is left out. */
  site: Site,
  /** Entered just now. */
  credentials: z.record(z.string(), z.string()),
  /** Whose stored credentials are used for those not entered; null for a source that was never saved. */
  sourceId: z.int().nullable(),
});

/** What a collector is asked to try. */
export type ProbeQuestion = z.infer<typeof Question>;

const Sent = z.strictObject({
  companyId: z.int(),
  probeId: z.string(),
  question: Question,
  answerKey: z.object({ kty: z.literal("OKP"), crv: z.literal("X25519"), x: z.string() }),
});

/** To the collectors' public key: settings and credentials rest unreadable, and who asks cannot open them again either. */
export async function sealQuestion(
  { companyId, probeId }: ProbePlace,
  question: ProbeQuestion,
  answerKey: JWK,
  collectors: JWK,
): Promise<string> {
  const { kty, crv, x } = answerKey;
  return await sealMessage(Sent.parse({ companyId, probeId, question, answerKey: { kty, crv, x } }), collectors);
}

/** Throws AppError "corrupt" for what was sealed elsewhere, for another place, or was changed. */
export async function openQuestion(
  place: ProbePlace,
  sealed: string,
  privateKey: KeyObject,
): Promise<{ readonly question: ProbeQuestion; readonly answerKey: JWK }> {
  return await openMessage(sealed, privateKey, (plain) => {
    const { companyId, probeId, ...sent } = Sent.parse(plain);
    return companyId === place.companyId && probeId === place.probeId ? sent : null;
  });
}
