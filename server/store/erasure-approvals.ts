import type { Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type ApprovalState = "waiting" | "approved" | "declined" | "withdrawn" | "lapsed";

/** A second person's word on an erasure. Role web, inside the company. */
export interface ApprovalRow {
  readonly companyId: number;
  readonly erasureId: string;
  readonly askedAt: Date;
  readonly lapsesAt: Date;
  readonly graceMinutes: number;
  readonly askedBy: string | null;
  readonly askedByName: string;
  /** Words of privacy: why one person is not enough. */
  readonly why: readonly string[];
  /** Counts, never a number. */
  readonly preview: Readonly<Record<string, unknown>>;
  readonly state: ApprovalState;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
}

export async function addApproval(
  tx: Tx,
  row: Omit<ApprovalRow, "decidedAt" | "decidedBy" | "decidedByName">,
): Promise<void> {
  await tx`insert into data.erasure_approval (company_id, erasure_id, asked_at, lapses_at, grace_minutes, asked_by, asked_by_name, why, preview, state)
    values (${row.companyId}, ${row.erasureId}, ${row.askedAt}, ${row.lapsesAt}, ${row.graceMinutes}, ${row.askedBy}, ${row.askedByName},
      ${[...row.why]}::text[], ${tx.json(row.preview as never)}, ${row.state})`;
}

/** Those that wait, the oldest first; two hundred are more than anybody decides on. */
export async function waitingApprovals(tx: Tx, companyId: number): Promise<ApprovalRow[]> {
  return rowsAs(
    await tx`select * from data.erasure_approval a where a.company_id = ${companyId} and a.state = 'waiting' order by a.asked_at, a.erasure_id limit 200`,
  );
}

/** Locked: two people who decide at once decide one after the other. */
export async function lockApproval(tx: Tx, companyId: number, erasureId: string): Promise<ApprovalRow | null> {
  const [row] = await tx`select * from data.erasure_approval a
    where a.company_id = ${companyId} and a.erasure_id = ${erasureId} for update`;
  return row === undefined ? null : rowAs(row);
}

export async function approvalOf(tx: Tx, companyId: number, erasureId: string): Promise<ApprovalRow | null> {
  const [row] =
    await tx`select * from data.erasure_approval a where a.company_id = ${companyId} and a.erasure_id = ${erasureId}`;
  return row === undefined ? null : rowAs(row);
}

export async function decideApproval(
  tx: Tx,
  companyId: number,
  erasureId: string,
  decision: {
    readonly state: ApprovalState;
    readonly at: Date;
    readonly by: string | null;
    readonly byName: string | null;
  },
): Promise<void> {
  await tx`update data.erasure_approval a set state = ${decision.state}, decided_at = ${decision.at}, decided_by = ${decision.by},
      decided_by_name = ${decision.byName}
    where a.company_id = ${companyId} and a.erasure_id = ${erasureId} and a.state = 'waiting'`;
}

/** Whether erasures need a second person, and which numbers are the company's own. `next` holds from `nextFrom` on. */
export interface ErasureSettingRow {
  readonly companyId: number;
  readonly secondApprover: boolean;
  readonly ownNumbers: readonly string[];
  readonly nextSecondApprover: boolean | null;
  readonly nextOwnNumbers: readonly string[] | null;
  readonly nextFrom: Date | null;
  readonly setAt: Date;
  readonly setBy: string | null;
  readonly setByName: string;
}

export async function erasureSetting(tx: Tx, companyId: number): Promise<ErasureSettingRow | null> {
  const [row] = await tx`select * from data.erasure_setting s where s.company_id = ${companyId}`;
  return row === undefined ? null : rowAs(row);
}

export async function setErasureSetting(tx: Tx, row: ErasureSettingRow): Promise<void> {
  const next = row.nextOwnNumbers === null ? null : [...row.nextOwnNumbers];
  await tx`insert into data.erasure_setting as s (company_id, second_approver, own_numbers, next_second_approver, next_own_numbers, next_from,
      set_at, set_by, set_by_name)
    values (${row.companyId}, ${row.secondApprover}, ${[...row.ownNumbers]}::text[], ${row.nextSecondApprover}, ${next}::text[], ${row.nextFrom},
      ${row.setAt}, ${row.setBy}, ${row.setByName})
    on conflict (company_id) do update set second_approver = excluded.second_approver, own_numbers = excluded.own_numbers,
      next_second_approver = excluded.next_second_approver, next_own_numbers = excluded.next_own_numbers, next_from = excluded.next_from,
      set_at = excluded.set_at, set_by = excluded.set_by, set_by_name = excluded.set_by_name`;
}

/** How many calls the company holds, counted no further than `limit`. */
export async function countCalls(tx: Tx, companyId: number, limit: number): Promise<number> {
  const [row] = await tx`select data.count_calls(${companyId}, ${limit}) as calls`;
  return row?.["calls"] as number;
}
