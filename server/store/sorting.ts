import type { Tx } from "#db/clients.ts";
import { raiseFence } from "./fence.ts";

/** What a company counts its calls by: a number that grows with each change of a rule, and the currency it counts in. */
export interface SortingRow {
  readonly version: number;
  /** The version with which the limits changed last. */
  readonly limitsVersion: number;
  /** ISO 4217; null = that of its country. */
  readonly currency: string | null;
}

/** Roles web, ingest and keeper. */
export async function readSorting(tx: Tx, companyId: number): Promise<SortingRow> {
  const [row] =
    await tx`select s.version, s.limits_version, s.currency from data.sorting s where s.company_id = ${companyId}`;
  return {
    version: Number(row?.["version"] ?? 0),
    limitsVersion: Number(row?.["limits_version"] ?? 0),
    currency: (row?.["currency"] as string | null | undefined) ?? null,
  };
}

/** Role web. Whoever changes rules of the company waits for the end of this transaction; calls are read and stored meanwhile. */
export async function lockSorting(tx: Tx, companyId: number, at: Date): Promise<void> {
  await tx`insert into data.sorting as s (company_id, version, changed_at) values (${companyId}, 0, ${at})
    on conflict (company_id) do update set changed_at = excluded.changed_at`;
}

/**
 * Role web, in the transaction that changes a rule by which calls are sorted when they are read. It raises the fence: a batch that was
 * read under the former rules is not stored before it has been sorted again. Answers the new version.
 */
export async function raiseSorting(tx: Tx, companyId: number, at: Date): Promise<number> {
  const [row] = await tx`insert into data.sorting as s (company_id, version, changed_at) values (${companyId}, 1, ${at})
    on conflict (company_id) do update set version = s.version + 1, changed_at = excluded.changed_at returning version`;
  await raiseFence(tx, companyId);
  return Number(row?.["version"]);
}

/** Role web. The same where it is the limits that change. */
export async function raiseLimits(tx: Tx, companyId: number, at: Date): Promise<number> {
  const version = await raiseSorting(tx, companyId, at);
  await tx`update data.sorting s set limits_version = ${version} where s.company_id = ${companyId}`;
  return version;
}

/** Role web. */
export async function setCurrency(tx: Tx, companyId: number, currency: string, at: Date): Promise<void> {
  await tx`insert into data.sorting as s (company_id, version, currency, changed_at) values (${companyId}, 0, ${currency}, ${at})
    on conflict (company_id) do update set currency = excluded.currency, changed_at = excluded.changed_at`;
}
