import { door, type Installation } from "../context.ts";
import { currentInboxKeys, ensureInboxKeys } from "../keyring/index.ts";
import { putInboxPublicKeys } from "../store/inbox-keys.ts";

/** Days ahead for which collectors get public keys: as long as one may be cut off from the portal. */
const AHEAD_DAYS = 14;

/** Makes the inbox keys of today and the days ahead where they are missing, and hands their public halves to collectors. */
export async function publishInboxKeys(installation: Pick<Installation, "keyring" | "sql" | "clock">): Promise<void> {
  const today = installation.clock().toISOString().slice(0, 10);
  await ensureInboxKeys(installation.keyring, today, AHEAD_DAYS);
  const keys = (await currentInboxKeys(installation.keyring)).filter(({ day }) => day >= today);
  const rows = keys.map(({ day, kid, publicJwk }) => ({ day, kid, jwk: { ...publicJwk } }));
  await putInboxPublicKeys(door(installation, "keeper"), rows);
}
