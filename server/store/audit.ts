import type { Sql, Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import { withCompany } from "#db/with-company.ts";
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
  /** The hash of the entry before, and its own over every other column. */
  readonly prev: Buffer;
  readonly hash: Buffer;
}

/** What belongs to no company (sign-ins, maintenance) is audited under this id. */
export const INSTALLATION = 0;

/**
 * Roles web, keeper, collect; the last statement of the transaction that does the work, as the company's chain is locked from
 * here to the commit. Answers the entry's number within the company.
 */
export async function appendAudit(tx: Tx, entry: Omit<AuditRow, "seq" | "prev" | "hash">): Promise<number> {
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

/** A transaction in whatever an audit belongs to: a company, or the installation. */
export async function withAuditOf<T>(sql: Sql, companyId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return companyId === INSTALLATION ? await withInstallation(sql, work) : await withCompany(sql, companyId, work);
}

export interface AuditPage {
  /** The number of the last entry seen. */
  readonly before?: number | undefined;
  readonly limit: number;
  /** The beginning of an action's name. */
  readonly action?: string | undefined;
  /** Part of the name of who did it, and of the words that say why. */
  readonly actor?: string | undefined;
  readonly purpose?: string | undefined;
  /** From an instant on, and up to another. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Only entries about one of these pseudonyms. */
  readonly subjects?: readonly string[] | undefined;
}

/** Role web. The newest first. */
export async function listAudit(tx: Tx, companyId: number, page: AuditPage): Promise<AuditRow[]> {
  const rows = await tx`
    select company_id, seq, at, actor_id, actor, action, subject_pseudonym, purpose, detail, ip, prev, hash
    from data.search_audit(${companyId}, ${page.before ?? Number.MAX_SAFE_INTEGER}, ${page.limit}, ${page.action ?? null},
      ${page.actor ?? null}, ${page.purpose ?? null}, ${page.from ?? null}, ${page.until ?? null},
      ${page.subjects === undefined ? null : `{${page.subjects.join()}}`}::text::uuid[])`;
  return rowsAs(rows);
}
