import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type UndefinedWorkState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** Lines read anew, or a second key for the lines that stay after others of their day were erased. */
export interface UndefinedWorkRow {
  readonly companyId: number;
  readonly id: string;
  readonly accountId: string;
  readonly kind: "again" | "keys";
  readonly state: UndefinedWorkState;
  readonly sourceId: number | null;
  readonly fromDay: Day;
  readonly toDay: Day;
  readonly fromAt: Date;
  readonly beforeAt: Date;
  readonly driver: string | null;
  readonly driverOptions: Readonly<Record<string, string>> | null;
  readonly layoutId: number | null;
  readonly layoutVersion: number | null;
  readonly slices: readonly number[];
  readonly linesTotal: number;
  readonly linesDone: number;
  readonly records: number;
  readonly duplicates: number;
  readonly joined: number;
  readonly filtered: number;
  readonly late: number;
  readonly linesLeft: number;
  readonly attempt: number;
  readonly atDelivery: string | null;
  readonly atPosition: number | null;
  readonly atId: string | null;
  readonly atState: string | null;
  readonly error: string | null;
  readonly cancelRequested: boolean;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type NewUndefinedWork = Pick<
  UndefinedWorkRow,
  "companyId" | "id" | "accountId" | "kind" | "fromDay" | "toDay" | "fromAt" | "beforeAt" | "createdAt" | "slices"
> &
  Partial<
    Pick<
      UndefinedWorkRow,
      "sourceId" | "driver" | "driverOptions" | "layoutId" | "layoutVersion" | "linesTotal" | "linesDone"
    >
  >;

/** All verbs here: role web, inside the company. */
export async function addUndefinedWork(tx: Tx, work: NewUndefinedWork): Promise<void> {
  const { companyId, id, accountId, kind, fromDay, toDay, fromAt, beforeAt, createdAt, slices } = work;
  await tx`insert into data.undefined_work (company_id, id, account_id, kind, state, source_id, from_day, to_day, from_at, before_at, driver,
      driver_options, layout_id, layout_version, slices, lines_total, lines_done, created_at)
    values (${companyId}, ${id}, ${accountId}, ${kind}, 'waiting', ${work.sourceId ?? null}, ${fromDay}, ${toDay}, ${fromAt}, ${beforeAt},
      ${work.driver ?? null}, ${work.driverOptions == null ? null : tx.json(work.driverOptions as never)}, ${work.layoutId ?? null},
      ${work.layoutVersion ?? null}, ${[...slices]}::int[], ${work.linesTotal ?? 0}, ${work.linesDone ?? 0}, ${createdAt})`;
}

export async function undefinedWorkById(tx: Tx, companyId: number, id: string): Promise<UndefinedWorkRow | null> {
  const [row] = await tx`select * from data.undefined_work w where w.company_id = ${companyId} and w.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** The newest first. */
export async function listUndefinedWork(
  tx: Tx,
  companyId: number,
  options: { readonly open?: boolean; readonly kind?: UndefinedWorkRow["kind"]; readonly limit: number },
): Promise<UndefinedWorkRow[]> {
  const { open = false, kind = null, limit } = options;
  return rowsAs(
    await tx`select * from data.undefined_work w
      where w.company_id = ${companyId} and (not ${open}::boolean or w.state in ('waiting', 'running'))
        and (${kind}::text is null or w.kind = ${kind})
      order by w.created_at desc, w.id limit ${limit}`,
  );
}

/** One that nobody has begun ends at once, a running one before its next step. Answers its state, null when it was over. */
export async function cancelUndefinedWork(
  tx: Tx,
  companyId: number,
  id: string,
  at: Date,
): Promise<UndefinedWorkState | null> {
  const [row] = await tx`update data.undefined_work w set cancel_requested = true,
      state = case when w.state = 'waiting' then 'cancelled' else w.state end,
      finished_at = case when w.state = 'waiting' then ${at}::timestamptz end
    where w.company_id = ${companyId} and w.id = ${id} and w.kind = 'again' and w.state in ('waiting', 'running') returning w.state`;
  return row === undefined ? null : (row["state"] as UndefinedWorkState);
}

/** Work of the kind `keys` is begun and ended by the role that does it. */
export async function settleKeysWork(
  tx: Tx,
  companyId: number,
  id: string,
  change: { readonly state: UndefinedWorkState; readonly slices: readonly number[]; readonly at: Date },
): Promise<void> {
  const isOver = change.state === "done" || change.state === "failed";
  await tx`update data.undefined_work w set state = ${change.state}, slices = ${[...change.slices]}::int[],
      started_at = coalesce(w.started_at, ${change.at}), finished_at = ${isOver ? change.at : null}
    where w.company_id = ${companyId} and w.id = ${id} and w.kind = 'keys'`;
}

export async function forgetUndefinedWork(tx: Tx, companyId: number, before: Date): Promise<void> {
  await tx`delete from data.undefined_work w where w.company_id = ${companyId} and w.finished_at < ${before}`;
}
