import type { Sql, Tx } from "#db/clients.ts";

/*
 * What the re-search reads with, and nobody else: statements and shapes of its own, so that a mistake in what the deleter
 * reads is not repeated by what proves it. Role web, inside the company; it changes nothing.
 */

const FIRST = "00000000-0000-0000-0000-000000000000";

export interface PartySeen {
  readonly pseudonym: string;
  readonly recordId: string;
  readonly sliceId: number;
}

/** Every party of a day of expiry, whatever its slice. */
export async function* lookAtParties(tx: Tx, companyId: number, day: string): AsyncGenerator<PartySeen[]> {
  for (let at = { pseudonym: FIRST, recordId: FIRST }; ; ) {
    const rows = await tx`select pseudonym, record_id, slice_id
      from data.look_parties(${companyId}, ${day}::text::date, ${at.pseudonym}, ${at.recordId}, 5000)`;
    const page = rows.map((row) => ({
      pseudonym: row["pseudonym"] as string,
      recordId: row["record_id"] as string,
      sliceId: row["slice_id"] as number,
    }));
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    at = last;
  }
}

export interface SealedSeen {
  readonly id: string;
  readonly sliceId: number;
  readonly sealed: Buffer;
}

/** Every raw segment of a day of expiry. */
export async function* lookAtRaw(tx: Tx, companyId: number, day: string): AsyncGenerator<SealedSeen[]> {
  for (let after = FIRST; ; ) {
    const rows =
      await tx`select id, slice_id, sealed from data.look_raw(${companyId}, ${day}::text::date, ${after}, 200)`;
    const page = rows.map((row) => ({
      id: row["id"] as string,
      sliceId: row["slice_id"] as number,
      sealed: row["sealed"] as Buffer,
    }));
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}

export interface LineSeen extends SealedSeen {
  readonly receivedAt: Date;
  readonly reason: string;
}

/** Every line no driver understood, of a day of expiry. */
export async function* lookAtLines(tx: Tx, companyId: number, day: string): AsyncGenerator<LineSeen[]> {
  for (let after = FIRST; ; ) {
    const rows = await tx`select id, slice_id, received_at, reason, sealed
      from data.look_lines(${companyId}, ${day}::text::date, ${after}, 500)`;
    const page = rows.map((row) => ({
      id: row["id"] as string,
      sliceId: row["slice_id"] as number,
      receivedAt: row["received_at"] as Date,
      reason: row["reason"] as string,
      sealed: row["sealed"] as Buffer,
    }));
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}

export interface ChosenSeen {
  readonly selectionId: string;
  readonly recordId: string;
  readonly sliceId: number;
  readonly pseudonym: string;
}

/** Every hit of every frozen selection. */
export async function* lookAtSelections(tx: Tx, companyId: number): AsyncGenerator<ChosenSeen[]> {
  for (let at = { selectionId: FIRST, recordId: FIRST }; ; ) {
    const rows = await tx`select selection_id, record_id, slice_id, pseudonym
      from data.look_selections(${companyId}, ${at.selectionId}, ${at.recordId}, 5000)`;
    const page = rows.map((row) => ({
      selectionId: row["selection_id"] as string,
      recordId: row["record_id"] as string,
      sliceId: row["slice_id"] as number,
      pseudonym: row["pseudonym"] as string,
    }));
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    at = last;
  }
}

/** Everything that stands in the audit as text. */
export async function* lookAtAudit(tx: Tx, companyId: number): AsyncGenerator<string[]> {
  for (let after = 0; ; ) {
    const rows = await tx`select seq, words from data.look_audit(${companyId}, ${after}, 2000)`;
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => row["words"] as string);
    after = Number(last["seq"]);
  }
}

const JOBS_A_PAGE = 500;

/** What jobs were handed, as text; nothing while no worker has ever opened the queue. */
export async function* lookAtJobs(sql: Sql): AsyncGenerator<string[]> {
  const [queue] = await sql`select case when has_schema_privilege('pgboss', 'usage')
    then to_regprocedure('pgboss.gallra_job_runs(text, text, timestamptz, uuid, int)') is not null else false end as there`;
  if (queue?.["there"] !== true) return;
  for (let before: { at: Date | null; id: string | null } = { at: null, id: null }; ; ) {
    const rows = await sql`select id, created_at, ids
      from pgboss.gallra_job_runs(${null}, ${null}, ${before.at}, ${before.id}, ${JOBS_A_PAGE})`;
    yield rows.map((row) => JSON.stringify(row["ids"]));
    const last = rows.at(-1);
    if (last === undefined || rows.length < JOBS_A_PAGE) return;
    before = { at: last["created_at"] as Date, id: last["id"] as string };
  }
}

/** Exports that were asked for before a moment, whatever is said of them. */
export async function exportsBefore(tx: Tx, companyId: number, before: Date): Promise<string[]> {
  const rows =
    await tx`select j.id from data.export_job j where j.company_id = ${companyId} and j.created_at < ${before}`;
  return rows.map((row) => row["id"] as string);
}

/** Days on which the company's counts say that something stands; the living keys may know others. */
export async function daysCounted(tx: Tx, companyId: number): Promise<{ day: string; class: number }[]> {
  const rows = await tx`select distinct s.expires_on::text as day, s.class from data.stored_count s
    where s.company_id = ${companyId} and s.held > 0`;
  return rows.map((row) => ({ day: row["day"] as string, class: row["class"] as number }));
}
