import type { Tx } from "#db/clients.ts";
import type { Day } from "./day.ts";
import { rowsAs } from "./rows.ts";

/** How far a changed rule has reached into what is stored. */
export interface WorkRow {
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly slices: number;
  readonly slicesDone: number;
  readonly rowsToDo: number;
  readonly rowsDone: number;
}

/** All verbs here: role web. A work that begins anew counts from what is left. */
export async function beginWork(
  tx: Tx,
  companyId: number,
  work: { startedAt: Date; slices: number; rows: number },
): Promise<void> {
  await tx`insert into data.retention_work as w (company_id, started_at, slices, rows_to_do)
    values (${companyId}, ${work.startedAt}, ${work.slices}, ${work.rows})
    on conflict (company_id) do update set started_at = excluded.started_at, ended_at = null, slices = excluded.slices, slices_done = 0,
      rows_to_do = excluded.rows_to_do, rows_done = 0`;
}

export async function advanceWork(tx: Tx, companyId: number, done: { slices: number; rows: number }): Promise<void> {
  await tx`update data.retention_work w set slices_done = least(w.slices, w.slices_done + ${done.slices}),
      rows_done = least(w.rows_to_do, w.rows_done + ${done.rows})
    where w.company_id = ${companyId}`;
}

export async function endWork(tx: Tx, companyId: number, at: Date): Promise<void> {
  await tx`update data.retention_work w set ended_at = ${at} where w.company_id = ${companyId}`;
}

/** There is a row to note a move in: for work that moves rows although no rule has changed. */
export async function readyToMove(tx: Tx, companyId: number, at: Date): Promise<void> {
  await tx`insert into data.retention_work (company_id, started_at, ended_at, slices, rows_to_do) values (${companyId}, ${at}, ${at}, 0, 0)
    on conflict (company_id) do nothing`;
}

/** A slice whose rows are between two days. */
export interface SliceMoving {
  readonly sliceId: number;
  readonly from: Day;
  readonly to: Day;
}

/** In the transaction that moves the rows; null when the slice stands where they do. */
export async function noteMoving(tx: Tx, companyId: number, move: SliceMoving | null): Promise<void> {
  await tx`update data.retention_work w
    set moving_slice = ${move?.sliceId ?? null}, moving_from = ${move?.from ?? null}, moving_to = ${move?.to ?? null}
    where w.company_id = ${companyId}`;
}

export async function readMoving(tx: Tx, companyId: number): Promise<SliceMoving | null> {
  const rows = rowsAs<SliceMoving>(
    await tx`select w.moving_slice as slice_id, w.moving_from as "from", w.moving_to as "to" from data.retention_work w
      where w.company_id = ${companyId} and w.moving_slice is not null`,
  );
  return rows[0] ?? null;
}

export async function readWork(tx: Tx, companyId: number): Promise<WorkRow | null> {
  const rows = rowsAs<WorkRow>(
    await tx`select w.started_at, w.ended_at, w.slices, w.slices_done, w.rows_to_do, w.rows_done from data.retention_work w
    where w.company_id = ${companyId}`,
  );
  return rows[0] ?? null;
}
