import type { Tx } from "#db/clients.ts";

/** Somebody else made this account, gave it a password or other rights: until then it counts as no second person. */
export async function noteFresh(
  tx: Tx,
  { companyId, accountId, settlesAt }: { companyId: number; accountId: string; settlesAt: Date },
): Promise<void> {
  await tx`insert into data.fresh_account as f (settles_at, company_id, account_id) values (${settlesAt}, ${companyId}, ${accountId})
    on conflict (company_id, account_id) do update set settles_at = greatest(f.settles_at, excluded.settles_at)`;
}

/** When the last of these accounts settles; null where all have always stood. */
export async function settlesAt(tx: Tx, companyId: number, accountIds: readonly string[]): Promise<Date | null> {
  const [row] = await tx`select max(f.settles_at) as settles_at from data.fresh_account f
    where f.company_id = ${companyId} and f.account_id = any (${[...accountIds]}::uuid[])`;
  return (row?.["settles_at"] as Date | null) ?? null;
}
