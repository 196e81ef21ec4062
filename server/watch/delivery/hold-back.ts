import type { Tx } from "#db/clients.ts";
import { type MessageRow, type NoticedAlarm, triedBefore } from "../../store/alarm-messages.ts";
import type { RecipientRow } from "../../store/alarm-recipients.ts";
import { closedUntil } from "./office.ts";

export interface HeldBack {
  readonly until: Date;
  /** What stands beside the message meanwhile; null for an office that is closed. */
  readonly why: { readonly problem: string; readonly status: null } | null;
}

const BEHIND_MS = 1_000;
const SOONEST_MS = 30_000;

/**
 * Until when a message that is due is not even tried: while nobody works who could be told, and behind the one that is being tried at a
 * recipient to whom nothing arrives. What waits behind gathers whatever comes, so that whoever does not answer costs one try at a time.
 */
export async function heldBack(
  tx: Tx,
  company: { readonly id: number; readonly timeZone: string } | null,
  { message, recipient, notices }: { message: MessageRow; recipient: RecipientRow; notices: readonly NoticedAlarm[] },
  now: Date,
): Promise<HeldBack | null> {
  if (message.about === "test") return null;
  if (company !== null && message.about === "silence") {
    const opens = await closedUntil(tx, company, notices, now);
    if (opens !== null) return { until: opens, why: null };
  }
  if (recipient.failingSince === null) return null;
  const before = await triedBefore(tx, message);
  if (before === null) return null;
  const until = new Date(Math.max(before.getTime() + BEHIND_MS, now.getTime() + SOONEST_MS));
  return { until, why: { problem: recipient.problem ?? "failed", status: null } };
}
