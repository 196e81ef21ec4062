import type { Tx } from "#db/clients.ts";

/** Whose hour it is, and how many questions fit into it. */
export interface SearchBudget {
  readonly companyId: number;
  readonly accountId: string;
  readonly at: Date;
  readonly limit: number;
}

/** Role web, all verbs here. When the next question is answered again; null for now. Counts nothing. */
export async function searchOpensAt(tx: Tx, { companyId, accountId, at, limit }: SearchBudget): Promise<Date | null> {
  const [row] = await tx`select data.search_opens_at(${companyId}, ${accountId}, ${at}, ${limit}) as opens_at`;
  return (row?.["opens_at"] as Date | null | undefined) ?? null;
}

export interface SpentSearch {
  /** null when the question was counted. */
  readonly opensAt: Date | null;
  /** True for the first refusal of the hour. */
  readonly tripped: boolean;
}

/** One question of the hour. The row's lock, held to the commit, makes two at once count as two. */
export async function spendSearch(tx: Tx, { companyId, accountId, at, limit }: SearchBudget): Promise<SpentSearch> {
  const [row] = await tx`select opens_at, tripped from data.spend_search(${companyId}, ${accountId}, ${at}, ${limit})`;
  return { opensAt: (row?.["opens_at"] as Date | null | undefined) ?? null, tripped: row?.["tripped"] === true };
}

/** Deletes hours that began before; answers how many. */
export async function forgetSearches(tx: Tx, companyId: number, before: Date): Promise<number> {
  const [row] = await tx`select data.forget_searches(${companyId}, ${before}) as n`;
  return Number(row?.["n"] ?? 0);
}
