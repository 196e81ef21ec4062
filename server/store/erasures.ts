import type { Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** An erasure and how far it is. Role web, inside the company. `state` and `step` are privacy's words; no personal data but `reason`. */
export interface ErasureRow {
  readonly companyId: number;
  readonly id: string;
  readonly accountId: string | null;
  readonly selectionId: string | null;
  readonly intentId: string | null;
  readonly certificateId: string | null;
  readonly state: string;
  readonly step: string;
  /** As the person who erased wrote it: may name somebody. */
  readonly reason: string;
  readonly progress: number;
  readonly total: number;
  readonly epoch: number | null;
  readonly raisedAt: Date | null;
  readonly graceUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly finishedAt: Date | null;
  readonly error: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function addErasure(tx: Tx, erasure: ErasureRow): Promise<void> {
  await tx`insert into data.erasure (company_id, id, account_id, selection_id, intent_id, certificate_id, state, step, reason, progress, total, epoch,
      raised_at, grace_until, created_at, updated_at, finished_at, error, detail)
    values (${erasure.companyId}, ${erasure.id}, ${erasure.accountId}, ${erasure.selectionId}, ${erasure.intentId}, ${erasure.certificateId}, ${erasure.state},
      ${erasure.step}, ${erasure.reason}, ${erasure.progress}, ${erasure.total}, ${erasure.epoch}, ${erasure.raisedAt}, ${erasure.graceUntil},
      ${erasure.createdAt}, ${erasure.updatedAt}, ${erasure.finishedAt}, ${erasure.error}, ${tx.json(erasure.detail as never)})`;
}

export async function erasureById(tx: Tx, companyId: number, id: string): Promise<ErasureRow | null> {
  const [row] = await tx`select * from data.erasure e where e.company_id = ${companyId} and e.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** The same row, locked until the transaction ends: what is written back was read last. */
export async function lockErasure(tx: Tx, companyId: number, id: string): Promise<ErasureRow | null> {
  const [row] = await tx`select * from data.erasure e where e.company_id = ${companyId} and e.id = ${id} for update`;
  return row === undefined ? null : rowAs(row);
}

/** How many are in these states. */
export async function countErasures(tx: Tx, companyId: number, states: readonly string[]): Promise<number> {
  const [row] = await tx`select count(*)::int as erasures from data.erasure e
    where e.company_id = ${companyId} and e.state = any (${[...states]}::text[])`;
  return row?.["erasures"] as number;
}

/** The newest first; with `states` only those, e.g. the ones a start-up has to resume; `planned`: those whose plan is still there. */
export async function listErasures(
  tx: Tx,
  companyId: number,
  options: {
    readonly states?: readonly string[];
    readonly limit?: number;
    readonly planned?: boolean;
    /** The last one of the page before. */
    readonly after?: Pick<ErasureRow, "createdAt" | "id">;
  } = {},
): Promise<ErasureRow[]> {
  const states = options.states === undefined ? null : [...options.states];
  const { createdAt, id } = options.after ?? {
    createdAt: new Date("9999-01-01"),
    id: "00000000-0000-0000-0000-000000000000",
  };
  return rowsAs(
    await tx`select * from data.erasure e
    where e.company_id = ${companyId} and (${states}::text[] is null or e.state = any (${states}::text[]))
      and (${options.planned !== true} or e.detail ? 'plan')
      and (e.created_at < ${createdAt} or (e.created_at = ${createdAt} and e.id > ${id}))
    order by e.created_at desc, e.id limit ${options.limit ?? 100}`,
  );
}

export type ErasureChange = Partial<Omit<ErasureRow, "companyId" | "id" | "accountId" | "reason" | "createdAt">>;

/** Conditional on the state it was read in, when given: two workers never take the same step. False when somebody was faster. */
export async function changeErasure(
  tx: Tx,
  companyId: number,
  id: string,
  change: ErasureChange,
  onlyIn?: readonly string[],
): Promise<boolean> {
  const [row] = await tx`select * from data.erasure e where e.company_id = ${companyId} and e.id = ${id} for update`;
  if (row === undefined) return false;
  const now = rowAs<ErasureRow>(row);
  if (onlyIn !== undefined && !onlyIn.includes(now.state)) return false;
  const next = { ...now, ...change };
  await tx`update data.erasure e set selection_id = ${next.selectionId}, intent_id = ${next.intentId}, certificate_id = ${next.certificateId}, state = ${next.state},
      step = ${next.step}, progress = ${next.progress}, total = ${next.total}, epoch = ${next.epoch}, raised_at = ${next.raisedAt}, grace_until = ${next.graceUntil},
      updated_at = ${next.updatedAt}, finished_at = ${next.finishedAt}, error = ${next.error}, detail = ${tx.json(next.detail as never)}
    where e.company_id = ${companyId} and e.id = ${id}`;
  return true;
}
