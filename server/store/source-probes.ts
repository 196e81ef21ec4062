import type { Sql, Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

export interface NewProbe {
  readonly companyId: number;
  readonly id: string;
  readonly askedBy: string;
  readonly question: string;
  /** The edge that is asked; null = the collectors at home. */
  readonly edgeId?: string | null;
  /** Whose stored credentials it may use there. */
  readonly sourceId?: number | null;
}

/** Questions of one company that wait or are looked into at once: collectors have few hands, and other companies wait too. */
export const PROBES_A_COMPANY = 2;

/** Role web. Removes what is over. Refused while another question of the same person stands, or enough of the company. */
export async function askProbe(
  tx: Tx,
  { companyId, id, askedBy, question, edgeId = null, sourceId = null }: NewProbe,
): Promise<"asked" | "own-stands" | "company-busy"> {
  await tx`delete from data.source_probe p where p.company_id = ${companyId} and p.expires_at < clock_timestamp()`;
  const [before] = await tx`select count(*)::int as n, coalesce(bool_or(p.asked_by = ${askedBy}), false) as own
    from data.source_probe p where p.company_id = ${companyId} and p.answer is null
      and (p.edge_id is not distinct from ${edgeId}::uuid or p.asked_by = ${askedBy})`;
  if (before?.["own"] !== true && (before?.["n"] as number) >= PROBES_A_COMPANY) return "company-busy";
  const rows = await tx`insert into data.source_probe (company_id, id, asked_by, question, edge_id, source_id)
    values (${companyId}, ${id}, ${askedBy}, ${question}, ${edgeId}::uuid, ${sourceId}) on conflict do nothing returning id`;
  return rows.length > 0 ? "asked" : "own-stands";
}

export interface ProbeState {
  readonly takenAt: Date | null;
  readonly answer: string | null;
}

/** Role web. null once it is gone. */
export async function readProbe(tx: Tx, companyId: number, id: string): Promise<ProbeState | null> {
  const [row] =
    await tx`select p.taken_at, p.answer from data.source_probe p where p.company_id = ${companyId} and p.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** Role web. */
export async function dropProbe(tx: Tx, companyId: number, id: string): Promise<void> {
  await tx`delete from data.source_probe p where p.company_id = ${companyId} and p.id = ${id}`;
}

/** Role web. What was left by a process that died while it asked. */
export async function dropOldProbes(tx: Tx, companyId: number): Promise<void> {
  await tx`delete from data.source_probe p where p.company_id = ${companyId} and p.expires_at < clock_timestamp()`;
}

export interface TakenProbe {
  readonly companyId: number;
  readonly id: string;
  readonly question: string;
}

/**
 * Role collect, no company: a question that nobody has taken, or null. That of the company with the fewest under way first, so that
 * one with many accounts takes no other's turn; then the oldest. What is over goes.
 */
export async function takeProbe(collect: Sql, holder: string): Promise<TakenProbe | null> {
  await collect`delete from data.source_probe p where p.expires_at < clock_timestamp()`;
  const [row] = await collect`update data.source_probe p set taken_at = clock_timestamp(), holder = ${holder}
    where (p.company_id, p.id) = (
      select w.company_id, w.id from data.source_probe w where w.edge_id is null and w.taken_at is null and w.expires_at >= clock_timestamp()
      order by (select count(*) from data.source_probe r where r.company_id = w.company_id and r.taken_at is not null
        and r.answered_at is null and r.expires_at >= clock_timestamp()), w.asked_at
      limit 1 for update of w skip locked)
    returning p.company_id, p.id, p.question`;
  return row === undefined ? null : rowAs(row);
}

/** Role collect, no company. Nothing where the question was taken back. */
export async function answerProbe(collect: Sql, { companyId, id }: TakenProbe, answer: string): Promise<void> {
  await collect`update data.source_probe p set answer = ${answer}, answered_at = clock_timestamp()
    where p.company_id = ${companyId} and p.id = ${id} and p.answered_at is null`;
}

export interface EdgeProbe {
  readonly id: string;
  readonly sourceId: number | null;
  readonly question: string;
}

/** Role web, through a function: what this edge is asked and has not been given. */
export async function takeEdgeProbes(tx: Tx, companyId: number, edgeId: string, most: number): Promise<EdgeProbe[]> {
  return rowsAs(await tx`select id, source_id, question from data.take_edge_probes(${companyId}, ${edgeId}, ${most})`);
}

/** Role web, through a function: false where the question was another edge's, was answered before, or is over. */
export async function answerEdgeProbe(
  tx: Tx,
  { companyId, edgeId, id, answer }: { companyId: number; edgeId: string; id: string; answer: string },
): Promise<boolean> {
  const [row] = await tx`select data.answer_edge_probe(${companyId}, ${edgeId}, ${id}, ${answer}) as heard`;
  return row?.["heard"] === true;
}
