import type { Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import type { Day } from "./day.ts";
import { rowAs, rowsAs } from "./rows.ts";

export type RawWorkState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** Raw records of a source that are verified or read anew; the days are those of the calls, both included. */
export interface RawWorkRow {
  readonly companyId: number;
  readonly id: string;
  readonly accountId: string;
  readonly kind: "verify" | "replay";
  readonly state: RawWorkState;
  readonly sourceId: number;
  readonly fromDay: Day;
  readonly toDay: Day;
  readonly driver: string | null;
  readonly driverOptions: Readonly<Record<string, string>> | null;
  readonly layoutId: number | null;
  readonly layoutVersion: number | null;
  readonly segmentsTotal: number;
  readonly segmentsDone: number;
  readonly atDay: Day | null;
  readonly atId: string | null;
  readonly attempt: number;
  /** Figures by name; they grow with each step. */
  readonly counts: Readonly<Record<string, number>>;
  readonly error: string | null;
  readonly cancelRequested: boolean;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type NewRawWork = Pick<
  RawWorkRow,
  "companyId" | "id" | "accountId" | "kind" | "sourceId" | "fromDay" | "toDay" | "segmentsTotal" | "createdAt"
> &
  Partial<Pick<RawWorkRow, "driver" | "driverOptions" | "layoutId" | "layoutVersion">>;

/** All verbs here: role web, inside the company. */
export async function addRawWork(tx: Tx, work: NewRawWork): Promise<void> {
  const { companyId, id, accountId, kind, sourceId, fromDay, toDay, segmentsTotal, createdAt } = work;
  await tx`insert into data.raw_work (company_id, id, account_id, kind, state, source_id, from_day, to_day, driver, driver_options,
      layout_id, layout_version, segments_total, created_at)
    values (${companyId}, ${id}, ${accountId}, ${kind}, 'waiting', ${sourceId}, ${fromDay}, ${toDay}, ${work.driver ?? null},
      ${work.driverOptions == null ? null : tx.json(work.driverOptions as never)}, ${work.layoutId ?? null}, ${work.layoutVersion ?? null},
      ${segmentsTotal}, ${createdAt})`;
}

/** Works of a company at once; of a source there is one. */
const AT_ONCE = 3;

/** Any number of ours that no other advisory lock uses; the second key is the company. */
const RAW_LOCK = 8052;

/**
 * Throws AppError "conflict" where the source has a work open already, and "limit" where the company has too many. Until the
 * transaction ends nobody else of the company gets past it.
 */
export async function requireRawRoom(tx: Tx, companyId: number, sourceId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(${RAW_LOCK}, ${companyId})`;
  const open = await listRawWork(tx, companyId, { open: true, limit: 100 });
  if (open.some((work) => work.sourceId === sourceId))
    throw new AppError(
      "conflict",
      "Raw records of this source are being verified or read again already. Wait for it, or cancel it.",
    );
  if (open.length >= AT_ONCE)
    throw new AppError("limit", `Raw records of ${AT_ONCE} sources are at work already. Wait for one of them.`, {
      retry: true,
    });
}

/** The newest first. */
export async function listRawWork(
  tx: Tx,
  companyId: number,
  options: { readonly open?: boolean; readonly sourceId?: number; readonly limit: number },
): Promise<RawWorkRow[]> {
  const { open = false, sourceId = null, limit } = options;
  return rowsAs(
    await tx`select * from data.raw_work w
      where w.company_id = ${companyId} and (not ${open}::boolean or w.state in ('waiting', 'running'))
        and (${sourceId}::int is null or w.source_id = ${sourceId})
      order by w.created_at desc, w.id limit ${limit}`,
  );
}

/** One that nobody has begun ends at once, a running one before its next step. Answers its state, null when it was over. */
export async function cancelRawWork(tx: Tx, companyId: number, id: string, at: Date): Promise<RawWorkState | null> {
  const [row] = await tx`update data.raw_work w set cancel_requested = true,
      state = case when w.state = 'waiting' then 'cancelled' else w.state end,
      finished_at = case when w.state = 'waiting' then ${at}::timestamptz end
    where w.company_id = ${companyId} and w.id = ${id} and w.state in ('waiting', 'running') returning w.state`;
  return row === undefined ? null : (row["state"] as RawWorkState);
}

/** Takes work that waits, or whose worker died; null when it is over. */
export async function startRawWork(tx: Tx, companyId: number, id: string, at: Date): Promise<RawWorkRow | null> {
  const [row] = await tx`select * from data.start_raw_work(${companyId}, ${id}, ${at})`;
  return row === undefined ? null : rowAs(row);
}

/** What a step adds, and behind which segment the work stands then. */
export interface RawStep {
  readonly at: { readonly day: Day; readonly id: string } | null;
  readonly segments: number;
  readonly counts: Readonly<Record<string, number>>;
}

type Attempt = Pick<RawWorkRow, "companyId" | "id" | "attempt">;

/** Refused with GL005 when it was cancelled or another worker goes on with it. */
export async function stepRawWork(tx: Tx, work: Attempt, step: RawStep): Promise<void> {
  await tx`select data.step_raw_work(${work.companyId}, ${work.id}, ${work.attempt}, ${step.at?.day ?? null}, ${step.at?.id ?? null},
    ${step.segments}, ${tx.json(step.counts)})`;
}

/** With its row of the audit. False when another worker has gone on with it. */
export async function endRawWork(
  tx: Tx,
  work: Attempt,
  end: { readonly state: "done" | "failed" | "cancelled"; readonly at: Date; readonly error?: string },
): Promise<boolean> {
  const [row] =
    await tx`select data.end_raw_work(${work.companyId}, ${work.id}, ${work.attempt}, ${end.at}, ${end.state},
    ${end.error ?? null}) as ended`;
  return row?.["ended"] === true;
}

/** With what was found damaged. */
export async function forgetRawWork(tx: Tx, companyId: number, before: Date): Promise<void> {
  await tx`delete from data.raw_damage d using data.raw_work w
    where d.company_id = ${companyId} and w.company_id = ${companyId} and w.id = d.work_id and w.finished_at < ${before}`;
  await tx`delete from data.raw_work w where w.company_id = ${companyId} and w.finished_at < ${before}`;
}
