import { door, type Installation } from "#server/context.ts";
import { addDays } from "#server/domain/zoned-time.ts";
import { KEYS_LIVE_DAYS } from "#server/edge/protocol/index.ts";
import { listSegments, peekSegment } from "#server/inbox/index.ts";
import { currentInboxKeys, destroyInboxKeys } from "#server/keyring/index.ts";
import { oldestEdgeDay } from "#server/store/edges.ts";
import { dropInboxPublicKeys } from "#server/store/inbox-keys.ts";

/** A segment is read within seconds; a key that lives longer only opens copies of the inbox. */
const KEPT_DAYS = 2;

/** Destroys the private inbox keys of days gone by, as far as nothing sealed to them still waits, here or at an edge. Answers how many. */
export async function endInboxKeys(installation: Installation, inboxDir: string): Promise<number> {
  const today = installation.clock().toISOString().slice(0, 10);
  const dayOf = new Map((await currentInboxKeys(installation.keyring)).map((key) => [key.kid, key.day]));
  let before = addDays(today, -KEPT_DAYS);
  for (const ref of await listSegments(inboxDir)) {
    const header = await peekSegment(ref).catch(() => null);
    const day = header === null ? undefined : dayOf.get(header.kid);
    if (day !== undefined && day < before) before = day;
  }
  const edges = await oldestEdgeDay(door(installation, "keeper"));
  const longest = addDays(today, -KEYS_LIVE_DAYS);
  const needed = edges !== null && edges < longest ? longest : edges;
  if (needed !== null && needed < before) before = needed;
  const gone = await destroyInboxKeys(installation.keyring, before);
  // Also where nothing went: killed in between, a public half that nothing opens would be handed out for good.
  await dropInboxPublicKeys(door(installation, "keeper"), before);
  return gone;
}
