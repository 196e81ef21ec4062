import type { Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type SortRunState = "waiting" | "running" | "done" | "cancelled";

/** The stored calls of a company sorted anew. */
export interface SortRunRow {
  readonly companyId: number;
  readonly id: string;
  readonly state: SortRunState;
  /** Of the limits it sorts by. */
  readonly version: number;
  /** Calls stored when it was asked for. */
  readonly total: number;
  readonly looked: number;
  readonly setApart: number;
  readonly putBack: number;
  readonly changed: number;
  /** The last call that was looked at. */
  readonly atId: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly askedBy: string | null;
  readonly askedByName: string;
  readonly cancelRequested: boolean;
}

export type NewSortRun = Pick<
  SortRunRow,
  "companyId" | "id" | "version" | "total" | "createdAt" | "askedBy" | "askedByName"
>;

/** Role web. false when one waits or runs already. */
export async function addSortRun(tx: Tx, row: NewSortRun): Promise<boolean> {
  const rows =
    await tx`insert into data.sort_run (company_id, id, state, version, total, created_at, asked_by, asked_by_name)
    values (${row.companyId}, ${row.id}, 'waiting', ${row.version}, ${row.total}, ${row.createdAt}, ${row.askedBy}, ${row.askedByName})
    on conflict (company_id) where state in ('waiting', 'running') do nothing returning 1`;
  return rows.length > 0;
}

/** Role web. The newest first. */
export async function listSortRuns(tx: Tx, companyId: number, limit: number): Promise<SortRunRow[]> {
  return rowsAs<SortRunRow>(
    await tx`select * from data.sort_run r where r.company_id = ${companyId} order by r.created_at desc, r.id limit ${limit}`,
  ).map(counted);
}

/** Role web. The one that waits or runs. */
export async function openSortRun(tx: Tx, companyId: number): Promise<SortRunRow | null> {
  const [row] =
    await tx`select * from data.sort_run r where r.company_id = ${companyId} and r.state in ('waiting', 'running')`;
  return row === undefined ? null : counted(rowAs<SortRunRow>(row));
}

/** How far one is: what the job reads, which has no business with who asked. */
export type SortRunStand = Omit<SortRunRow, "createdAt" | "startedAt" | "finishedAt" | "askedBy" | "askedByName">;

/** Role keeper. Nobody else goes on with it before this transaction ends. */
export async function holdSortRun(tx: Tx, companyId: number, id: string): Promise<SortRunStand | null> {
  const [row] =
    await tx`select r.company_id, r.id, r.state, r.version, r.total, r.looked, r.set_apart, r.put_back, r.changed, r.at_id,
      r.cancel_requested
    from data.sort_run r where r.company_id = ${companyId} and r.id = ${id} for update`;
  return row === undefined ? null : counted(rowAs<SortRunStand>(row));
}

export type SortRunChange = Partial<
  Pick<
    SortRunRow,
    | "state"
    | "version"
    | "looked"
    | "setApart"
    | "putBack"
    | "changed"
    | "atId"
    | "startedAt"
    | "finishedAt"
    | "cancelRequested"
  >
>;

/** Roles web and keeper. */
export async function changeSortRun(tx: Tx, companyId: number, id: string, change: SortRunChange): Promise<void> {
  const columns = Object.fromEntries(
    Object.entries(change).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
  await tx`update data.sort_run r set ${tx(columns)} where r.company_id = ${companyId} and r.id = ${id}`;
}

function counted<T extends SortRunStand>(row: T): T {
  const { total, looked, setApart, putBack, changed } = row;
  return {
    ...row,
    ...{ total: Number(total), looked: Number(looked), setApart: Number(setApart) },
    ...{ putBack: Number(putBack), changed: Number(changed) },
  };
}
