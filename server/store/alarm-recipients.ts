import type { Sql, Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** Whom alarms are told. Company 0 is the installation itself. */
export interface RecipientRow {
  readonly companyId: number;
  readonly id: string;
  readonly way: "mail" | "webhook";
  /** Of a webhook its origin alone: the rest of its address is a secret. */
  readonly address: string;
  readonly language: "en" | "sv";
  readonly scope: "all" | "guards" | "kinds";
  /** Of scope `all` those that whoever entered it may see, empty when that is every kind. */
  readonly kinds: readonly string[];
  /** The certificate that was accepted; null = one that authorities vouch for. */
  readonly pin: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly setBy: string | null;
  readonly setByName: string;
  /** Since when nothing arrives there, and why. */
  readonly failingSince: Date | null;
  readonly problem: string | null;
}

/** Role web. Whoever changes recipients, or has a test sent to one, does it one after the other in a company. */
export async function lockRecipients(tx: Tx, companyId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(${RECIPIENTS_LOCK}, ${companyId})`;
}

/** Any number of ours that no other advisory lock uses; the second key is the company. */
const RECIPIENTS_LOCK = 8047;

/** Role web. The oldest first. */
export async function listRecipients(tx: Tx, companyId: number): Promise<RecipientRow[]> {
  return rowsAs(
    await tx`select * from data.alarm_recipient r where r.company_id = ${companyId} order by r.created_at, r.id limit 1000`,
  );
}

/** Role web. */
export async function recipientById(tx: Tx, companyId: number, id: string): Promise<RecipientRow | null> {
  const [row] = await tx`select * from data.alarm_recipient r where r.company_id = ${companyId} and r.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** Role web. What stood there before is replaced; a trouble it had counts as mended. */
export async function putRecipient(
  tx: Tx,
  row: Omit<RecipientRow, "createdAt" | "failingSince" | "problem">,
): Promise<void> {
  await tx`insert into data.alarm_recipient (company_id, id, way, address, language, scope, kinds, pin, created_at, changed_at, set_by, set_by_name)
    values (${row.companyId}, ${row.id}, ${row.way}, ${row.address}, ${row.language}, ${row.scope}, ${[...row.kinds]}::text[], ${row.pin},
      ${row.changedAt}, ${row.changedAt}, ${row.setBy}, ${row.setByName})
    on conflict (company_id, id) do update set address = excluded.address, language = excluded.language, scope = excluded.scope,
      kinds = excluded.kinds, pin = excluded.pin, changed_at = excluded.changed_at, set_by = excluded.set_by,
      set_by_name = excluded.set_by_name, failing_since = null, problem = null`;
}

/** Role web. In the place of the one before. */
export async function setSecret(
  tx: Tx,
  { companyId, id, at }: { readonly companyId: number; readonly id: string; readonly at: Date },
  sealed: string,
): Promise<void> {
  // Not an upsert: that would have to read the seal that is replaced, which this role may not.
  await tx`delete from data.alarm_secret s where s.company_id = ${companyId} and s.recipient_id = ${id}`;
  await tx`insert into data.alarm_secret (company_id, recipient_id, sealed, set_at) values (${companyId}, ${id}, ${sealed}, ${at})`;
}

/** Role keeper, in the worker alone. */
export async function readSecret(tx: Tx, companyId: number, id: string): Promise<string | null> {
  const [row] =
    await tx`select s.sealed from data.alarm_secret s where s.company_id = ${companyId} and s.recipient_id = ${id}`;
  return (row?.["sealed"] as string | undefined) ?? null;
}

/** Role web. What still waits for it is not sent any more. False when there was none. */
export async function dropRecipient(tx: Tx, companyId: number, id: string, at: Date): Promise<boolean> {
  // Messages first, as whoever has sent one notes it: two orders would wait for each other.
  await tx`update data.alarm_message m set state = 'dropped', ended_at = ${at}, problem = 'removed'
    where m.company_id = ${companyId} and m.recipient_id = ${id} and m.state = 'waiting'`;
  await tx`delete from data.alarm_secret s where s.company_id = ${companyId} and s.recipient_id = ${id}`;
  const rows =
    await tx`delete from data.alarm_recipient r where r.company_id = ${companyId} and r.id = ${id} returning r.id`;
  return rows.length > 0;
}

/** Role web. Null: what is sent there arrives. */
export async function noteTrouble(
  tx: Tx,
  { companyId, id }: { readonly companyId: number; readonly id: string },
  trouble: { readonly since: Date; readonly problem: string } | null,
): Promise<void> {
  if (trouble === null)
    await tx`update data.alarm_recipient r set failing_since = null, problem = null
      where r.company_id = ${companyId} and r.id = ${id} and r.failing_since is not null`;
  else
    await tx`update data.alarm_recipient r set failing_since = coalesce(r.failing_since, ${trouble.since}), problem = ${trouble.problem}
      where r.company_id = ${companyId} and r.id = ${id}`;
}

/** Role keeper, all companies: those that tell somebody; 0 is the installation. */
export async function companiesWithRecipients(keeper: Sql): Promise<number[]> {
  const rows = await keeper`select distinct r.company_id from data.alarm_recipient r order by 1`;
  return rows.map((row) => row["company_id"] as number);
}
