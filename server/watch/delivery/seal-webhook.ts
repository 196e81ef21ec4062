import { randomBytes } from "node:crypto";
import { z } from "zod";
import { openCredential, sealCredential } from "../../sources/index.ts";
import { readAlarmPrivateKey, readAlarmPublicKey } from "./alarm-keys.ts";

/** Where a webhook is called and what its messages are signed with. */
export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

const SECRET_BYTES = 32;
const Sealed = z.object({ url: z.string(), secret: z.string() });
/** No source has it: what is sealed here opens as no credential of one. */
const NO_SOURCE = 0;

/** As Standard Webhooks writes a secret. */
export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** Seals to the worker: the portal, which seals, cannot open it again. */
export async function sealWebhook(home: string, companyId: number, id: string, webhook: Webhook): Promise<string> {
  const place = { companyId, sourceId: NO_SOURCE, name: `webhook ${id}` };
  return await sealCredential(place, JSON.stringify(webhook), readAlarmPublicKey(home));
}

/** For the worker. Throws AppError "corrupt" for what was sealed for another recipient, or was changed. */
export async function openWebhook(home: string, companyId: number, id: string, sealed: string): Promise<Webhook> {
  const place = { companyId, sourceId: NO_SOURCE, name: `webhook ${id}` };
  return Sealed.parse(JSON.parse(await openCredential(place, sealed, readAlarmPrivateKey(home))));
}

const RELAY = { companyId: 0, sourceId: NO_SOURCE, name: "mail relay" };

export async function sealRelayPassword(home: string, password: string): Promise<string> {
  return await sealCredential(RELAY, password, readAlarmPublicKey(home));
}

/** For the worker. Throws AppError "corrupt". */
export async function openRelayPassword(home: string, sealed: string): Promise<string> {
  return await openCredential(RELAY, sealed, readAlarmPrivateKey(home));
}
