import type { Tx } from "#db/clients.ts";
import { rowAs } from "./rows.ts";

/** The last verification of a company's chain, and how far the present one has come. Role web. */
export interface AuditCheckRow {
  readonly companyId: number;
  readonly state: "waiting" | "running" | "done" | "cancelled";
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
  readonly rowsDone: number;
  readonly rowsTotal: number;
  /** Of the last verification that ended; it stays while another one runs. */
  readonly verdict: Readonly<Record<string, unknown>> | null;
}

export async function auditCheck(tx: Tx, companyId: number): Promise<AuditCheckRow | null> {
  const [row] = await tx`select * from data.audit_check c where c.company_id = ${companyId}`;
  return row === undefined ? null : rowAs(row);
}

/** False when one is waiting or running already; one that has not moved for an hour was left behind by a kill. */
export async function askAuditCheck(tx: Tx, companyId: number, at: Date): Promise<boolean> {
  const stale = new Date(at.getTime() - 3_600_000);
  const rows = await tx`
    insert into data.audit_check as c (company_id, state, asked_at, rows_done, rows_total)
    values (${companyId}, 'waiting', ${at}, 0, 0)
    on conflict (company_id) do update set state = 'waiting', asked_at = ${at}, rows_done = 0, rows_total = 0
      where c.state in ('done', 'cancelled') or c.asked_at < ${stale}
    returning company_id`;
  return rows.length > 0;
}

export async function startAuditCheck(tx: Tx, companyId: number, at: Date, rowsTotal: number): Promise<void> {
  await tx`
    insert into data.audit_check (company_id, state, asked_at, rows_done, rows_total)
    values (${companyId}, 'running', ${at}, 0, ${rowsTotal})
    on conflict (company_id) do update set state = 'running', rows_done = 0, rows_total = ${rowsTotal}`;
}

/** False when somebody has cancelled it. */
export async function noteAuditCheck(tx: Tx, companyId: number, rowsDone: number): Promise<boolean> {
  const rows = await tx`update data.audit_check c set rows_done = ${rowsDone}
    where c.company_id = ${companyId} and c.state = 'running' returning c.company_id`;
  return rows.length > 0;
}

export async function finishAuditCheck(
  tx: Tx,
  companyId: number,
  at: Date,
  rowsDone: number,
  verdict: Readonly<Record<string, unknown>>,
): Promise<void> {
  await tx`update data.audit_check c
    set state = 'done', finished_at = ${at}, rows_done = ${rowsDone}, verdict = ${tx.json(verdict as never)}
    where c.company_id = ${companyId} and c.state = 'running'`;
}

/** False when none is waiting or running. */
export async function cancelAuditCheck(tx: Tx, companyId: number): Promise<boolean> {
  const rows = await tx`update data.audit_check c set state = 'cancelled'
    where c.company_id = ${companyId} and c.state in ('waiting', 'running') returning c.company_id`;
  return rows.length > 0;
}
