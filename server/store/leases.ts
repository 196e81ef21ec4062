import type { Tx } from "#db/clients.ts";

/** Role collect. One collector holds a source; each new holder has a higher fencing number. */
export interface Lease {
  readonly companyId: number;
  readonly sourceId: number;
  readonly fencing: number;
  readonly expiresAt: Date;
}

/** What tells one holding of a source from any other, earlier or later. */
export interface Holding {
  readonly holder: string;
  readonly fencing: number;
}

/**
 * Takes a source that nobody holds, or goes on holding it. null while somebody else does, and for one that runs at an edge. The
 * database's clock decides, so that collectors with other clocks agree.
 */
export async function claimLease(
  tx: Tx,
  companyId: number,
  sourceId: number,
  holder: string,
  seconds: number,
): Promise<Lease | null> {
  const [row] = await tx`
    insert into data.source_lease as l (company_id, source_id, fencing, holder, expires_at)
    select ${companyId}::int, ${sourceId}::int, 1, ${holder}, now() + make_interval(secs => ${seconds})
      where not exists (select 1 from data.source s where s.company_id = ${companyId} and s.id = ${sourceId} and s.edge_id is not null)
    on conflict (company_id, source_id) do update set
      fencing = case when l.holder = ${holder} and l.expires_at > now() then l.fencing else l.fencing + 1 end,
      holder = ${holder}, expires_at = now() + make_interval(secs => ${seconds})
    where l.holder is null or l.holder = ${holder} or l.expires_at <= now()
    returning l.fencing, l.expires_at`;
  return row === undefined
    ? null
    : { companyId, sourceId, fencing: row["fencing"] as number, expiresAt: row["expires_at"] as Date };
}

/** False when the lease was lost meanwhile: stop reading at once. */
export async function renewLease(tx: Tx, lease: Lease, holder: string, seconds: number): Promise<boolean> {
  const rows = await tx`
    update data.source_lease l set expires_at = now() + make_interval(secs => ${seconds})
    where l.company_id = ${lease.companyId} and l.source_id = ${lease.sourceId} and l.holder = ${holder} and l.fencing = ${lease.fencing}
      and l.expires_at > now()
    returning l.fencing`;
  return rows.length > 0;
}

export async function releaseLease(tx: Tx, lease: Lease, holder: string): Promise<void> {
  await tx`update data.source_lease l set holder = null, expires_at = now()
    where l.company_id = ${lease.companyId} and l.source_id = ${lease.sourceId} and l.holder = ${holder} and l.fencing = ${lease.fencing}`;
}

/** Who holds the sources of a company, for the portal (role web) too. */
export async function listLeases(
  tx: Tx,
  companyId: number,
): Promise<{ sourceId: number; fencing: number; holder: string | null; live: boolean }[]> {
  const rows = await tx`select source_id, fencing, holder, holder is not null and expires_at > now() as live
    from data.source_lease l where l.company_id = ${companyId} order by source_id`;
  return rows.map((row) => ({
    sourceId: row["source_id"] as number,
    fencing: row["fencing"] as number,
    holder: row["holder"] as string | null,
    live: row["live"] as boolean,
  }));
}
