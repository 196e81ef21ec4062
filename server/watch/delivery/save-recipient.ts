import { randomUUID } from "node:crypto";
import type { Tx } from "#db/clients.ts";
import { audited } from "../../audit/audited.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { hurryMessages } from "../../store/alarm-messages.ts";
import {
  listRecipients,
  lockRecipients,
  putRecipient,
  type RecipientRow,
  setSecret,
} from "../../store/alarm-recipients.ts";
import { INSTALLATION } from "../../store/audit.ts";
import { kindsOf } from "./kinds-of.ts";
import type { Owner } from "./owner.ts";
import { SaveRecipientInput } from "./recipient-input.ts";
import { newSecret, sealWebhook } from "./seal-webhook.ts";

export const MOST_RECIPIENTS = 20;

/** `secret`: of a webhook whose secret was made here, to be shown once. */
export interface SavedRecipient {
  readonly id: string;
  readonly secret: string | null;
}

/** Whom alarms are told from now on. Throws AppError "limit", "not-found", "conflict", "bad-input", "forbidden". */
export async function saveRecipient(ctx: Context, owner: Owner, asked: SaveRecipientInput): Promise<SavedRecipient> {
  const input = SaveRecipientInput.parse(asked);
  const { companyId } = owner;
  if (companyId === INSTALLATION && input.scope !== "all")
    throw new AppError("bad-input", "Of the installation itself every alarm is told.", { field: "scope" });
  const kinds = kindsOf(ctx.actor.permissions, input, companyId);
  const id = input.id ?? randomUUID();
  const { address, sealed, secret } = await placeOf(ctx.env.home, companyId, id, input);
  const at = ctx.clock();
  const entry = {
    action: input.id === undefined ? "alarm.recipient.add" : "alarm.recipient.change",
    detail: { recipientId: id, way: input.way, scope: input.scope, newAddress: sealed !== null },
  };
  await audited(ctx, owner.audited, entry, async (tx) => {
    const before = await known(tx, companyId, input, address);
    await putRecipient(tx, {
      companyId,
      id,
      way: input.way,
      address: address ?? before?.address ?? "",
      language: input.way === "mail" ? input.language : "en",
      scope: input.scope,
      kinds,
      pin: input.way === "webhook" ? input.pin : null,
      changedAt: at,
      setBy: ctx.actor.accountId,
      setByName: ctx.actor.name,
    });
    if (sealed !== null) await setSecret(tx, { companyId, id, at }, sealed);
    if (before !== null) await hurryMessages(tx, companyId, id, at);
  });
  return { id, secret };
}

/** What is changed; null for a new one. Whoever saves does so one after the other in a company. */
async function known(
  tx: Tx,
  companyId: number,
  { id, way }: SaveRecipientInput,
  address: string | null,
): Promise<RecipientRow | null> {
  await lockRecipients(tx, companyId);
  const all = await listRecipients(tx, companyId);
  const before = all.find((one) => one.id === id) ?? null;
  if (id !== undefined && before?.way !== way)
    throw new AppError("not-found", "This recipient does not exist any more.");
  if (before === null && all.length >= MOST_RECIPIENTS)
    throw new AppError("limit", "Twenty recipients at most. Remove one, or name an address that several people read.");
  const isSame = (one: RecipientRow) => one.way === "mail" && one.address.toLowerCase() === address?.toLowerCase();
  if (way === "mail" && all.some((one) => one.id !== id && isSame(one)))
    throw new AppError("conflict", "This address is told already.", { field: "address" });
  return before;
}

/**
 * What is shown of where it goes, and the rest, sealed; nulls for what stays as it is. An address that is entered anew gets a secret of
 * its own: none follows it.
 */
async function placeOf(
  home: string,
  companyId: number,
  id: string,
  input: SaveRecipientInput,
): Promise<{ readonly address: string | null; readonly sealed: string | null; readonly secret: string | null }> {
  if (input.way === "mail") return { address: input.address, sealed: null, secret: null };
  if (input.url === undefined) {
    if (input.id === undefined) throw new AppError("bad-input", "Enter the address of the webhook.", { field: "url" });
    if (input.secret !== undefined)
      throw new AppError("bad-input", "Enter the address together with the secret.", { field: "url" });
    return { address: null, sealed: null, secret: null };
  }
  const { href: url, origin } = new URL(input.url);
  if (origin.length > MOST_ORIGIN) throw new AppError("bad-input", "The host name is too long.", { field: "url" });
  const secret = input.secret ?? newSecret();
  const made = input.secret === undefined ? secret : null;
  return { address: origin, sealed: await sealWebhook(home, companyId, id, { url, secret }), secret: made };
}

const MOST_ORIGIN = 254;
