import type { Tx } from "#db/clients.ts";

export interface CompanySteps {
  readonly source: boolean;
  /** A source has brought something. */
  readonly collected: boolean;
  readonly searched: boolean;
}

/** Role web. What a company has been through already, as its rows tell. */
export async function companySteps(tx: Tx, companyId: number): Promise<CompanySteps> {
  const [row] = await tx`select
      exists (select 1 from data.source s where s.company_id = ${companyId} and s.removed_at is null) as source,
      exists (select 1 from data.transfer_session t where t.company_id = ${companyId} and t.records > 0) as collected,
      data.has_searched(${companyId}) as searched`;
  return {
    source: row?.["source"] === true,
    collected: row?.["collected"] === true,
    searched: row?.["searched"] === true,
  };
}
