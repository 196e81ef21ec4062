import type { Sql, Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** One message to one recipient: what waits to be sent, and what became of what was sent. */
export interface MessageRow {
  readonly companyId: number;
  /** The same over all its tries. */
  readonly id: string;
  readonly recipientId: string;
  /** `silence`: waits while the office is closed. */
  readonly about: "alarms" | "silence" | "test";
  readonly state: "waiting" | "sent" | "failed" | "dropped";
  readonly attempts: number;
  readonly createdAt: Date;
  /** Not tried before. */
  readonly dueAt: Date;
  readonly firstTriedAt: Date | null;
  readonly endedAt: Date | null;
  readonly problem: string | null;
  readonly status: number | null;
}

export interface NoticeRow {
  readonly alarmId: string;
  readonly event: "raised" | "over";
}

/** What a notice is about, as it stands now. */
export interface NoticedAlarm extends NoticeRow {
  readonly messageId: string;
  readonly kind: string;
  readonly alarm: string;
  readonly sourceId: number | null;
  readonly raisedAt: Date;
  readonly endedAt: Date | null;
  readonly acknowledgedAt: Date | null;
}

/** Role web. The recipients at whom something has arrived since they were entered or changed. */
export async function reachedRecipients(tx: Tx, companyId: number): Promise<ReadonlySet<string>> {
  const rows = await tx`select r.id from data.alarm_recipient r where r.company_id = ${companyId} and exists (
    select from data.alarm_message m where m.company_id = r.company_id and m.recipient_id = r.id and m.state = 'sent'
      and m.ended_at >= r.changed_at)`;
  return new Set(rows.map((row) => row["id"] as string));
}

/** Role web. One that has not been tried yet, held until the end of the transaction: what comes now goes with it. */
export async function untriedMessage(
  tx: Tx,
  { companyId, recipientId, about }: Pick<MessageRow, "companyId" | "recipientId" | "about">,
): Promise<MessageRow | null> {
  const [row] = await tx`select * from data.alarm_message m where m.company_id = ${companyId}
    and m.recipient_id = ${recipientId} and m.about = ${about} and m.state = 'waiting' and m.attempts = 0
    order by m.created_at limit 1 for update`;
  return row === undefined ? null : rowAs(row);
}

/** Role web. When the last messages of a recipient, or of all of them, were made, the newest first. */
export async function recentMessages(
  tx: Tx,
  companyId: number,
  { since, about, recipientId, limit }: { since: Date; about: "test" | "alarms"; recipientId?: string; limit: number },
): Promise<Date[]> {
  const rows = await tx`select m.created_at from data.alarm_message m
    where m.company_id = ${companyId} and m.created_at > ${since} and (m.about = 'test') = ${about === "test"}
      and (${recipientId ?? null}::uuid is null or m.recipient_id = ${recipientId ?? null}::uuid)
    order by m.created_at desc limit ${limit}`;
  return rows.map((row) => row["created_at"] as Date);
}

/** Role web. */
export async function addMessage(
  tx: Tx,
  row: Pick<MessageRow, "companyId" | "id" | "recipientId" | "about" | "createdAt" | "dueAt">,
): Promise<void> {
  await tx`insert into data.alarm_message (company_id, id, recipient_id, about, state, attempts, created_at, due_at)
    values (${row.companyId}, ${row.id}, ${row.recipientId}, ${row.about}, 'waiting', 0, ${row.createdAt}, ${row.dueAt})`;
}

/** Role web. */
export async function addNotices(
  tx: Tx,
  companyId: number,
  messageId: string,
  notices: readonly NoticeRow[],
): Promise<void> {
  await tx`insert into data.alarm_notice (company_id, message_id, alarm_id, event)
    select ${companyId}, ${messageId}, n.alarm_id, n.event
    from unnest(${notices.map(({ alarmId }) => alarmId)}::uuid[], ${notices.map(({ event }) => event)}::text[]) as n (alarm_id, event)
    on conflict do nothing`;
}

/** Role web. Which of these recipients were told, or will be, that the alarm was raised. */
export async function toldOf(tx: Tx, companyId: number, alarmId: string): Promise<Set<string>> {
  const rows = await tx`select m.recipient_id from data.alarm_notice n
    join data.alarm_message m on m.company_id = n.company_id and m.id = n.message_id
    where n.company_id = ${companyId} and n.alarm_id = ${alarmId} and n.event = 'raised' and m.company_id = ${companyId}
      and m.state <> 'dropped'`;
  return new Set(rows.map((row) => row["recipient_id"] as string));
}

/** Role web. Of the alarms that a message tells, those whose beginning has been sent to its recipient. */
export async function sentBefore(
  tx: Tx,
  { companyId, id, recipientId }: Pick<MessageRow, "companyId" | "id" | "recipientId">,
): Promise<Set<string>> {
  const rows = await tx`select distinct n.alarm_id from data.alarm_notice n
    join data.alarm_notice o on o.company_id = n.company_id and o.alarm_id = n.alarm_id
    join data.alarm_message m on m.company_id = o.company_id and m.id = o.message_id
    where n.company_id = ${companyId} and n.message_id = ${id} and o.company_id = ${companyId} and o.event = 'raised'
      and m.company_id = ${companyId} and m.recipient_id = ${recipientId} and m.state = 'sent'`;
  return new Set(rows.map((row) => row["alarm_id"] as string));
}

/** Role web. The message, held until the end of the transaction; null when it is none that is due. */
export async function dueMessage(tx: Tx, companyId: number, id: string, now: Date): Promise<MessageRow | null> {
  const [row] = await tx`select * from data.alarm_message m where m.company_id = ${companyId} and m.id = ${id}
    and m.state = 'waiting' and m.due_at <= ${now} for update skip locked`;
  return row === undefined ? null : rowAs(row);
}

/**
 * Role web. When the message is tried again that was tried before this one for the same recipient, in vain; null for none. One that
 * waits for an office to open is none.
 */
export async function triedBefore(
  tx: Tx,
  { companyId, recipientId, id, firstTriedAt }: Pick<MessageRow, "companyId" | "recipientId" | "id" | "firstTriedAt">,
): Promise<Date | null> {
  const [row] = await tx`select m.due_at from data.alarm_message m where m.company_id = ${companyId}
    and m.recipient_id = ${recipientId} and m.state = 'waiting' and m.about <> 'test' and m.problem is not null
    and (m.first_tried_at, m.id) < (coalesce(${firstTriedAt}::timestamptz, 'infinity'), ${id}::uuid)
    order by m.first_tried_at, m.id limit 1`;
  return (row?.["due_at"] as Date | undefined) ?? null;
}

/** Role web. What waits for a recipient goes now: where it goes to was entered anew. */
export async function hurryMessages(tx: Tx, companyId: number, recipientId: string, now: Date): Promise<void> {
  await tx`update data.alarm_message m set due_at = ${now} where m.company_id = ${companyId}
    and m.recipient_id = ${recipientId} and m.state = 'waiting' and m.due_at > ${now} and m.problem is not null`;
}

/** Role web. What these messages tell, the oldest alarm first. */
export async function noticesOf(tx: Tx, companyId: number, messageIds: readonly string[]): Promise<NoticedAlarm[]> {
  if (messageIds.length === 0) return [];
  return rowsAs(
    await tx`select n.message_id, n.alarm_id, n.event, e.kind, e.alarm, e.source_id, e.raised_at, e.ended_at, e.acknowledged_at
    from data.alarm_notice n join data.alarm_event e on e.company_id = n.company_id and e.id = n.alarm_id
    where n.company_id = ${companyId} and e.company_id = ${companyId} and n.message_id = any (${[...messageIds]}::uuid[])
    order by e.raised_at, e.kind, e.id, n.event limit 5000`,
  );
}

/** Role web. Somebody tries it now: nobody else does before `until`, also when this one is killed. */
export async function takeMessage(
  tx: Tx,
  { companyId, id }: Pick<MessageRow, "companyId" | "id">,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<void> {
  await tx`update data.alarm_message m set attempts = least(m.attempts + 1, 32000), first_tried_at = coalesce(m.first_tried_at, ${now}), due_at = ${until}
    where m.company_id = ${companyId} and m.id = ${id} and m.state = 'waiting'`;
}

/** Role web. Not before then; whether it was tried stays as it is. */
export async function postponeMessage(
  tx: Tx,
  { companyId, id }: Pick<MessageRow, "companyId" | "id">,
  dueAt: Date,
  why: { readonly problem: string; readonly status: number | null } | null,
): Promise<void> {
  await tx`update data.alarm_message m set due_at = ${dueAt}, problem = ${why?.problem ?? null}, status = ${why?.status ?? null}
    where m.company_id = ${companyId} and m.id = ${id} and m.state = 'waiting'`;
}

/** Role web. */
export async function endMessage(
  tx: Tx,
  { companyId, id }: Pick<MessageRow, "companyId" | "id">,
  end: Pick<MessageRow, "state" | "problem" | "status"> & { readonly at: Date },
): Promise<void> {
  await tx`update data.alarm_message m set state = ${end.state}, ended_at = ${end.at}, problem = ${end.problem}, status = ${end.status}
    where m.company_id = ${companyId} and m.id = ${id} and m.state = 'waiting'`;
}

/** Role web. The newest first; `before` is the last one seen. */
export async function listMessages(
  tx: Tx,
  companyId: number,
  page: { readonly before?: { readonly createdAt: Date; readonly id: string } | undefined; readonly limit: number },
): Promise<MessageRow[]> {
  const { createdAt = null, id = null } = page.before ?? {};
  return rowsAs(
    await tx`select * from data.alarm_message m where m.company_id = ${companyId}
      and (${createdAt}::timestamptz is null or (m.created_at, m.id) < (${createdAt}, ${id}::uuid))
      order by m.created_at desc, m.id desc limit ${page.limit}`,
  );
}

/** Role keeper, all companies: what is due, the oldest first. */
export async function dueMessages(
  keeper: Sql,
  now: Date,
  limit: number,
): Promise<{ companyId: number; messageId: string }[]> {
  return rowsAs(
    await keeper`select m.company_id, m.id as message_id from data.alarm_message m
    where m.state = 'waiting' and m.due_at <= ${now} order by m.due_at limit ${limit}`,
  );
}

/** Role keeper: messages that ended and were made before then, at most so many. Answers how many went. */
export async function forgetMessages(tx: Tx, companyId: number, before: Date, limit: number): Promise<number> {
  const [row] = await tx`select data.forget_alarm_messages(${companyId}, ${before}, ${limit}) as n`;
  return Number(row?.["n"] ?? 0);
}
