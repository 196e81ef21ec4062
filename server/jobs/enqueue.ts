import { JOBS, type JobName, type JobPayload } from "./catalogue.ts";

/** A transaction of postgres.js, as far as this room needs one. */
export interface EnqueueTx {
  unsafe(text: string, parameters: string[]): PromiseLike<readonly unknown[]>;
}

export interface EnqueueOptions {
  readonly startAfter?: Date;
}

/**
 * Puts a job into the queue inside the caller's transaction: it exists when, and only when, the transaction commits. While
 * the queue is not installed nothing is lost: `reconcile` finds what waits from the rows themselves.
 */
export async function enqueue<N extends JobName>(
  tx: EnqueueTx,
  name: N,
  payload: JobPayload<N>,
  options: EnqueueOptions = {},
): Promise<void> {
  const checked = JOBS[name].payload.parse(payload);
  const [installed] = await tx.unsafe(
    "select case when has_schema_privilege('pgboss', 'usage') then to_regprocedure($1) is not null else false end as there",
    [ENQUEUE_SIGNATURE],
  );
  if ((installed as { there?: boolean } | undefined)?.there !== true) return;
  const key = Object.values(checked).join("/");
  await tx.unsafe("select pgboss.gallra_enqueue($1::text, $2::text, $3::text, $4::text)", [
    name,
    JSON.stringify(checked),
    key,
    (options.startAfter ?? new Date(0)).toISOString(),
  ]);
}

export const ENQUEUE_SIGNATURE = "pgboss.gallra_enqueue(text,text,text,text)";
