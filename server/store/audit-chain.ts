import type { Sql, Tx } from "#db/clients.ts";
import { rowsAs, rowAs } from "./rows.ts";

/** An entry as it was hashed: every field as text, instants in UTC with microseconds, hashes in hex. */
export interface ChainedRow {
  readonly seq: number;
  readonly at: string;
  readonly actorId: string | null;
  readonly actor: string;
  readonly action: string;
  readonly subjectPseudonym: string | null;
  readonly purpose: string | null;
  /** As the database writes it: keys by length and then by bytes. */
  readonly detail: string;
  readonly ip: string | null;
  readonly prev: string;
  readonly hash: string;
}

/** Role web. The entries after a number, oldest first. */
export async function auditRows(tx: Tx, companyId: number, after: number, limit: number): Promise<ChainedRow[]> {
  return rowsAs(await tx`select * from data.audit_rows(${companyId}, ${after}, ${limit})`);
}

/** The end of a company's chain, and the signed beginning that a purge left. */
export interface AuditState {
  readonly seq: number;
  readonly hash: string;
  readonly checkpoint: { readonly seq: number; readonly hash: string; readonly at: Date; readonly jws: string } | null;
}

/** Role web. null before the first entry. */
export async function auditState(tx: Tx, companyId: number): Promise<AuditState | null> {
  const [row] = await tx`select * from data.audit_state(${companyId})`;
  if (row === undefined) return null;
  const checkpoint =
    row["checkpoint_seq"] === null
      ? null
      : {
          seq: row["checkpoint_seq"] as number,
          hash: row["checkpoint_hash"] as string,
          at: row["checkpoint_at"] as Date,
          jws: row["checkpoint_jws"] as string,
        };
  return { seq: row["seq"] as number, hash: row["hash"] as string, checkpoint };
}

/** Role keeper. Every company that there is or was: its audit outlives it. */
export async function auditedCompanies(sql: Sql): Promise<{ readonly id: number; readonly closed: boolean }[]> {
  return rowsAs(await sql`select id, closed from data.audited_companies()`);
}

/** Roles web, keeper. How many of the oldest entries are older than `before`, of a million at most: so many go by it. */
export async function auditPast(tx: Tx, companyId: number, before: Date): Promise<number> {
  const [row] = await tx`select data.audit_past(${companyId}, ${before}, ${MOST_COUNTED}) as past`;
  return row?.["past"] as number;
}

const MOST_COUNTED = 1_000_000;

/** Role keeper. The last of the oldest entries that are all older than `before`; null when none is. */
export async function auditDue(
  tx: Tx,
  companyId: number,
  before: Date,
  limit: number,
): Promise<{ readonly seq: number; readonly hash: string; readonly at: Date } | null> {
  const [row] = await tx`select seq, hash, at from data.audit_due(${companyId}, ${before}, ${limit})`;
  return row === undefined ? null : rowAs(row);
}

/** Role keeper. Puts a signed checkpoint in the place of the entries up to `seq`; answers how many went. */
export async function purgeAuditRows(
  tx: Tx,
  companyId: number,
  upTo: { readonly seq: number; readonly before: Date; readonly jws: string },
): Promise<number> {
  const [row] = await tx`select data.purge_audit(${companyId}, ${upTo.seq}, ${upTo.before}, ${upTo.jws}) as gone`;
  return row?.["gone"] as number;
}
