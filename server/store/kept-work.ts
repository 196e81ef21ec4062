import type { Tx } from "#db/clients.ts";

export interface KeptExports {
  readonly ofPerson: number;
  readonly ofCompany: number;
  /** The oldest of the person's exports whose file has been fetched: it may make room for a new one. */
  readonly fetched: string | null;
}

/** Exports whose time is not over. Whoever counts before adding one waits for whoever does the same in the company. */
export async function countKeptExports(
  tx: Tx,
  companyId: number,
  accountId: string | null,
  at: Date,
): Promise<KeptExports> {
  await tx`select pg_advisory_xact_lock(${EXPORTS_LOCK}, ${companyId})`;
  const [row] = await tx`
    select count(*) filter (where e.account_id is not distinct from ${accountId}::uuid)::int as of_person, count(*)::int as of_company,
      (array_agg(e.id order by e.token_used_at) filter (where e.account_id is not distinct from ${accountId}::uuid
        and e.state = 'ready' and e.token_used_at is not null))[1] as fetched
    from data.export_job e
    where e.company_id = ${companyId} and e.expires_at > ${at} and e.state in ('waiting', 'running', 'ready')`;
  return {
    ofPerson: row?.["of_person"] as number,
    ofCompany: row?.["of_company"] as number,
    fetched: (row?.["fetched"] as string | null | undefined) ?? null,
  };
}

/**
 * Ends the oldest of a person's selections beyond so many; those that an export or an erasure was made from do not count. The
 * clean-up then takes their rows. Answers how many ended.
 */
export async function retireSelections(
  tx: Tx,
  companyId: number,
  accountId: string | null,
  at: Date,
  keep: number,
): Promise<number> {
  const rows = await tx`
    update data.selection s set expires_at = ${at}
    where s.company_id = ${companyId} and s.id in (
      select o.id from data.selection o
      where o.company_id = ${companyId} and o.account_id is not distinct from ${accountId}::uuid and o.expires_at > ${at}
        and not exists (select from data.export_job e where e.company_id = ${companyId} and e.selection_id = o.id)
        and not exists (select from data.erasure r where r.company_id = ${companyId} and r.selection_id = o.id)
      order by o.created_at desc, o.id offset ${keep})
    returning s.id`;
  return rows.length;
}

/** The first key of an advisory lock; the second is the company. */
const EXPORTS_LOCK = 1_195_463_506;
