import { randomUUID } from "node:crypto";
import { audited } from "../../audit/audited.ts";
import { type Context, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { listRecipients, putRecipient, type RecipientRow, setSecret } from "../../store/alarm-recipients.ts";
import { withAuditOf } from "../../store/audit.ts";
import type { Owner } from "./owner.ts";
import { SaveRecipientInput } from "./recipient-input.ts";
import { newSecret, sealWebhook } from "./seal-webhook.ts";

export const MOST_RECIPIENTS = 20;

/** `secret`: of a webhook whose secret was made here, to be shown once. */
export interface SavedRecipient {
  readonly id: string;
  readonly secret: string | null;
}

/** Whom alarms are told from now on. Throws AppError "limit", "not-found", "conflict", "bad-input". */
export async function saveRecipient(ctx: Context, owner: Owner, asked: SaveRecipientInput): Promise<SavedRecipient> {
  const input = SaveRecipientInput.parse(asked);
  const { companyId } = owner;
  const known = await withAuditOf(door(ctx, "web"), companyId, (tx) => listRecipients(tx, companyId));
  const before = input.id === undefined ? null : (known.find(({ id }) => id === input.id) ?? null);
  if (input.id !== undefined && before?.way !== input.way)
    throw new AppError("not-found", "This recipient does not exist any more.");
  if (before === null && known.length >= MOST_RECIPIENTS)
    throw new AppError("limit", "Twenty recipients at most. Remove one, or name an address that several people read.");
  if (input.scope === "kinds" && input.kinds.length === 0)
    throw new AppError("bad-input", "Name at least one kind of alarm.", { field: "kinds" });
  const id = before?.id ?? randomUUID();
  const { address, sealed, secret } = await placeOf(ctx.env.home, companyId, id, input, before);
  const isTwice = known.some((one) => one.way === "mail" && one.id !== id && one.address === address);
  if (input.way === "mail" && isTwice)
    throw new AppError("conflict", "This address is told already.", { field: "address" });
  const at = ctx.clock();
  const entry = {
    action: before === null ? "alarm.recipient.add" : "alarm.recipient.change",
    detail: { recipientId: id, way: input.way, scope: input.scope, newAddress: sealed !== null },
  };
  await audited(ctx, owner.audited, entry, async (tx) => {
    await putRecipient(tx, {
      companyId,
      id,
      way: input.way,
      address,
      language: input.way === "mail" ? input.language : "en",
      scope: input.scope,
      kinds: input.scope === "kinds" ? [...new Set(input.kinds)] : [],
      pin: input.way === "webhook" ? input.pin : null,
      changedAt: at,
      setBy: ctx.actor.accountId,
      setByName: ctx.actor.name,
    });
    if (sealed !== null) await setSecret(tx, { companyId, id, at }, sealed);
  });
  return { id, secret };
}

/** What is shown of where it goes, and the rest, sealed. An address that is entered anew gets a secret of its own: none follows it. */
async function placeOf(
  home: string,
  companyId: number,
  id: string,
  input: SaveRecipientInput,
  before: RecipientRow | null,
): Promise<{ readonly address: string; readonly sealed: string | null; readonly secret: string | null }> {
  if (input.way === "mail") return { address: input.address, sealed: null, secret: null };
  if (input.url === undefined) {
    if (before === null) throw new AppError("bad-input", "Enter the address of the webhook.", { field: "url" });
    if (input.secret !== undefined)
      throw new AppError("bad-input", "Enter the address together with the secret.", { field: "url" });
    return { address: before.address, sealed: null, secret: null };
  }
  const { href: url, origin } = new URL(input.url);
  if (origin.length > MOST_ORIGIN) throw new AppError("bad-input", "The host name is too long.", { field: "url" });
  const made = input.secret === undefined ? newSecret() : null;
  const secret = input.secret ?? made ?? "";
  return { address: origin, sealed: await sealWebhook(home, companyId, id, { url, secret }), secret: made };
}

const MOST_ORIGIN = 254;
