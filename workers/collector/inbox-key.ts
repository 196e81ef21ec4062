import type { JWK } from "jose";
import type { InboxPublicKey } from "#server/inbox/index.ts";
import { SourceTrouble } from "#server/sources/index.ts";
import { listInboxPublicKeys } from "#server/store/inbox-keys.ts";
import type { CollectorContext } from "./collector-context.ts";

/** Gives the public key to write with now. Throws SourceTrouble "no-inbox-key". */
export type InboxKeyring = () => Promise<InboxPublicKey>;

/**
 * Today's key (UTC), read once a day. Keys are made days ahead, so that the next one serves where today's is missing; an
 * older one never does, since its private half may be destroyed at any moment.
 */
export function inboxKeyring(ctx: Pick<CollectorContext, "sql" | "clock">): InboxKeyring {
  let known: { day: string; key: InboxPublicKey } | null = null;
  return async () => {
    const day = ctx.clock().toISOString().slice(0, 10);
    if (known?.day === day) return known.key;
    const [row] = await listInboxPublicKeys(ctx.sql, day);
    if (row === undefined) throw new SourceTrouble("no-inbox-key");
    const key = { kid: row.kid, publicJwk: row.jwk as JWK };
    if (row.day === day) known = { day, key };
    return key;
  };
}
