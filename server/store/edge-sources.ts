import type { Tx } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";
import type { SealedCredential } from "./source-credentials.ts";
import type { SourceRow } from "./sources.ts";
import type { TransferRow } from "./transfers.ts";

/**
 * Role web: where a source runs from now on; null = at home. Whoever held it is fenced off, and what it signs in with is dropped:
 * that is sealed to the machine that ran it before. Only a source that is stopped moves; false for any other.
 */
export async function placeSource(
  tx: Tx,
  companyId: number,
  sourceId: number,
  edgeId: string | null,
): Promise<boolean> {
  const rows = await tx`update data.source s set edge_id = ${edgeId}::uuid
    where s.company_id = ${companyId} and s.id = ${sourceId} and s.removed_at is null and s.state = 'stopped' returning s.id`;
  if (rows.length === 0) return false;
  await tx`insert into data.source_lease as l (company_id, source_id, fencing, holder, expires_at)
    values (${companyId}, ${sourceId}, 1, null, now())
    on conflict (company_id, source_id) do update set fencing = l.fencing + 1, holder = null, expires_at = now()`;
  await tx`delete from data.source_credential c where c.company_id = ${companyId} and c.source_id = ${sourceId}`;
  return true;
}

/** Role web: an edge that is gone runs nothing. Its sources stop, and stay where they are until a person moves them. */
export async function stopSourcesOf(tx: Tx, companyId: number, edgeId: string, at: Date): Promise<number> {
  const rows = await tx`update data.source s set state = 'stopped', state_reason = null, state_since = ${at}
    where s.company_id = ${companyId} and s.edge_id = ${edgeId} and s.removed_at is null and s.state <> 'stopped' returning s.id`;
  await tx`update data.source_lease l set fencing = l.fencing + 1, holder = null, expires_at = now() from data.source s
    where l.company_id = ${companyId} and s.company_id = ${companyId} and s.id = l.source_id and s.edge_id = ${edgeId}`;
  await tx`delete from data.source_credential c where c.company_id = ${companyId} and c.edge_id = ${edgeId}`;
  await tx`delete from data.source_fingerprint f where f.company_id = ${companyId} and f.edge_id = ${edgeId}`;
  return rows.length;
}

/**
 * Role web: the sources that an edge should be running now. One that failed for a `stopping` reason waits for a person. One that has just
 * been started there for the first time waits for what a collector at home hands over for it, if any does: with another key than the one
 * it began with an edge would know nothing of what it has read.
 */
export async function sourcesToRun(
  tx: Tx,
  companyId: number,
  edgeId: string,
  stopping: readonly string[],
): Promise<SourceRow[]> {
  return rowsAs(
    await tx`select * from data.source s where s.company_id = ${companyId} and s.edge_id = ${edgeId} and s.removed_at is null
      and (s.state = 'running' or s.state = 'failed' and s.state_reason <> all(${[...stopping]}::text[]))
      and (s.state_since < now() - make_interval(secs => ${KEY_SECONDS})
        or exists (select 1 from data.source_lease l
          where l.company_id = s.company_id and l.source_id = s.id and l.holder is not null)
        or exists (select 1 from data.source_fingerprint f
          where f.company_id = s.company_id and f.source_id = s.id and f.edge_id = s.edge_id)) order by s.id limit 1000`,
  );
}

/**
 * Role web: an edge holds its sources whether it is heard of or not, since nobody else may run them: its fencing number changes only
 * when the source is placed anew. `live` says how long it counts as at work.
 */
export async function holdForEdge(
  tx: Tx,
  companyId: number,
  sourceIds: readonly number[],
  { edgeId, holder, liveSeconds }: { edgeId: string; holder: string; liveSeconds: number },
): Promise<Map<number, number>> {
  const rows = await tx`insert into data.source_lease as l (company_id, source_id, fencing, holder, expires_at)
    select s.company_id, s.id, 1, ${holder}, now() + make_interval(secs => ${liveSeconds}) from data.source s
      where s.company_id = ${companyId} and s.edge_id = ${edgeId} and s.id = any(${[...sourceIds]}::int[])
    on conflict (company_id, source_id) do update set
      fencing = case when l.holder = excluded.holder then l.fencing else l.fencing + 1 end,
      holder = excluded.holder, expires_at = excluded.expires_at
    returning l.source_id, l.fencing`;
  return new Map(rows.map((row) => [Number(row["source_id"]), Number(row["fencing"])]));
}

/** A collector at home looks every other second for keys to hand over. */
const KEY_SECONDS = 20;

/** Whether this source runs at this edge, and the highest fencing number it has given out; null otherwise. */
export async function fencingAt(tx: Tx, companyId: number, sourceId: number, edgeId: string): Promise<number | null> {
  const [row] = await tx`select l.fencing from data.source s
    join data.source_lease l on l.company_id = s.company_id and l.source_id = s.id
    where s.company_id = ${companyId} and s.id = ${sourceId} and s.edge_id = ${edgeId} and s.removed_at is null`;
  return row === undefined ? null : Number(row["fencing"]);
}

/** Role web: the sources that are placed at this edge and that it has held there, whether they run now or not. */
export async function heldByEdge(
  tx: Tx,
  companyId: number,
  { edgeId, holder }: { edgeId: string; holder: string },
): Promise<ReadonlySet<number>> {
  const rows = await tx`select s.id from data.source s
    join data.source_lease l on l.company_id = s.company_id and l.source_id = s.id and l.holder = ${holder}
    where s.company_id = ${companyId} and s.edge_id = ${edgeId} and s.removed_at is null`;
  return new Set(rows.map((row) => Number(row["id"])));
}

/** Role web, through a function: what is sealed to this edge, of sources that run there now. */
export async function edgeCredentials(
  tx: Tx,
  companyId: number,
  edgeId: string,
): Promise<(SealedCredential & { readonly sourceId: number })[]> {
  return rowsAs(await tx`select source_id, name, sealed from data.edge_credentials(${companyId}, ${edgeId})`);
}

/** Role web: what a segment of an edge brought. A session of another source is left as it is. */
export async function addFromEdge(
  tx: Tx,
  companyId: number,
  { id, sourceId, at, bytes, frames }: Pick<TransferRow, "id" | "sourceId" | "bytes" | "frames"> & { at: Date },
): Promise<void> {
  await tx`update data.transfer_session t set last_at = ${at}, bytes = t.bytes + ${bytes}, frames = t.frames + ${frames}
    where t.company_id = ${companyId} and t.id = ${id} and t.source_id = ${sourceId}`;
}

/**
 * Role web, for an edge: counts since the session began, so that telling them twice changes nothing. Of a session that somebody else
 * began nothing is taken.
 */
export async function setTransferCounts(
  tx: Tx,
  companyId: number,
  session: Pick<TransferRow, "id" | "sourceId" | "files" | "errors" | "outcome" | "error"> & {
    holder: string;
    at: Date;
  },
): Promise<void> {
  const { id, sourceId, files, errors, outcome, error, holder, at } = session;
  await tx`update data.transfer_session t set files = greatest(t.files, ${files}), errors = greatest(t.errors, ${errors}),
      ended_at = case when ${outcome}::text is null then t.ended_at else coalesce(t.ended_at, ${at}) end,
      outcome = coalesce(t.outcome, ${outcome}), error = coalesce(t.error, ${error})
    where t.company_id = ${companyId} and t.id = ${id} and t.source_id = ${sourceId} and t.holder = ${holder}`;
}
