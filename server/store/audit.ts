import type { Sql, Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import { rowsAs } from "./rows.ts";

/** What happened. `detail` holds counts, ids and codes; a person stands there only as a pseudonym of the month's audit slice. */
export interface AuditRow {
  readonly companyId: number;
  readonly seq: number;
  readonly at: Date;
  readonly actorId: string | null;
  readonly actor: string;
  readonly action: string;
  readonly subjectPseudonym: string | null;
  readonly purpose: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly ip: string | null;
}

/** What belongs to no company (sign-ins, maintenance) is audited under this id. */
export const INSTALLATION = 0;

/** Roles web, keeper, collect; inside the transaction that does the work. Answers the entry's number within the company. */
export async function appendAudit(tx: Tx, entry: Omit<AuditRow, "seq">): Promise<number> {
  const [row] =
    await tx`select data.append_audit(${entry.companyId}, ${entry.at}, ${entry.actorId}, ${entry.actor}, ${entry.action},
    ${entry.subjectPseudonym}, ${entry.purpose}, ${tx.json(entry.detail as never)}, ${entry.ip}) as seq`;
  return row?.["seq"] as number;
}

/** A transaction outside every company: row-level security then shows the installation's own rows only. */
export async function withInstallation<T>(sql: Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(sql, async (tx) => {
    await tx`set local app.company_id = '0'`;
    return work(tx);
  });
}

/** Role web. The newest first; `before` is the number of the last entry seen, `action` the beginning of an action's name. */
export async function listAudit(
  tx: Tx,
  companyId: number,
  page: { before?: number; limit: number; action?: string },
): Promise<AuditRow[]> {
  const rows = await tx`select company_id, seq, at, actor_id, actor, action, subject_pseudonym, purpose, detail, ip
    from data.list_audit(${companyId}, ${page.before ?? Number.MAX_SAFE_INTEGER}, ${page.limit}, ${page.action ?? null})`;
  return rowsAs(rows);
}
