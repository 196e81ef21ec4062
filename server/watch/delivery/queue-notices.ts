import { randomUUID } from "node:crypto";
import type { Tx } from "#db/clients.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import {
  addMessage,
  addNotices,
  type MessageRow,
  type NoticeRow,
  postponeMessage,
  recentMessages,
  toldOf,
  untriedMessage,
} from "../../store/alarm-messages.ts";
import { listRecipients } from "../../store/alarm-recipients.ts";
import { BURST, mayLeaveAt, WINDOW_MS } from "./pace.ts";
import { isSilence, wants } from "./wants.ts";

/** What has just been written down of an alarm. */
export interface Noted extends NoticeRow {
  readonly kind: string;
  /** The alarm's own name. */
  readonly alarm: string;
}

/**
 * In the transaction that writes alarms down: whoever wants to be told of them will be, once for its beginning and once for its end.
 * What comes together goes together, and a flood goes into one message.
 */
export async function queueNotices(tx: Tx, companyId: number, noted: readonly Noted[], now: Date): Promise<void> {
  if (noted.length === 0) return;
  const recipients = await listRecipients(tx, companyId);
  if (recipients.length === 0) return;
  const told = new Map<string, ReadonlySet<string>>();
  for (const { alarmId, event } of noted) if (event === "over") told.set(alarmId, await toldOf(tx, companyId, alarmId));
  for (const recipient of recipients) {
    const wanted = noted.filter(
      (one) => wants(recipient, one) && (one.event === "raised" || told.get(one.alarmId)?.has(recipient.id) === true),
    );
    for (const about of ["alarms", "silence"] as const) {
      const notices = wanted.filter(({ kind }) => isSilence(kind) === (about === "silence"));
      if (notices.length > 0) await queue(tx, { companyId, recipientId: recipient.id, about }, notices, now);
    }
  }
}

async function queue(
  tx: Tx,
  to: Pick<MessageRow, "companyId" | "recipientId" | "about">,
  notices: readonly NoticeRow[],
  now: Date,
): Promise<void> {
  const { companyId, recipientId } = to;
  const open = await untriedMessage(tx, to);
  const since = new Date(now.getTime() - WINDOW_MS);
  const recent = await recentMessages(tx, companyId, { since, about: "alarms", recipientId, limit: BURST });
  const dueAt = mayLeaveAt(recent, now);
  const id = open?.id ?? randomUUID();
  if (open === null) await addMessage(tx, { ...to, id, createdAt: now, dueAt });
  await addNotices(tx, companyId, id, notices);
  // One that waits for an office to open goes now, if what comes with it is of one that is open: whoever sends it looks.
  const isLater = open !== null && open.dueAt > dueAt;
  if (isLater) await postponeMessage(tx, open, dueAt, null);
  if (open === null || isLater) await enqueue(tx, "deliver-alarm", { companyId, messageId: id }, { startAfter: dueAt });
}
