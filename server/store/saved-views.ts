import type { Tx } from "#db/clients.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** A question kept under a name. `question` holds codes, days and random ids of extensions, never whom it is about. */
export interface SavedViewRow {
  readonly companyId: number;
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly shared: boolean;
  readonly question: Readonly<Record<string, unknown>>;
  readonly changedAt: Date;
}

/** All verbs here: role web, inside the company. The person's own views and those shared in the company, by name. */
export async function listSavedViews(tx: Tx, companyId: number, accountId: string): Promise<SavedViewRow[]> {
  return rowsAs(
    await tx`select * from data.saved_view v where v.company_id = ${companyId} and (v.shared or v.account_id = ${accountId})
      order by lower(v.name), v.id limit ${MOST_VIEWS * 2}`,
  );
}

/** A person keeps no more than this. */
export const MOST_VIEWS = 100;

export async function countSavedViews(tx: Tx, companyId: number, accountId: string): Promise<number> {
  const [row] = await tx`select count(*)::int as n from data.saved_view v
    where v.company_id = ${companyId} and v.account_id = ${accountId}`;
  return row?.["n"] as number;
}

/** Adds a view or changes one of the same person; answers false where the id is somebody else's. */
export async function putSavedView(tx: Tx, view: SavedViewRow): Promise<boolean> {
  const rows = await tx`
    insert into data.saved_view as v (company_id, id, account_id, name, shared, question, changed_at)
    values (${view.companyId}, ${view.id}, ${view.accountId}, ${view.name}, ${view.shared}, ${tx.json(view.question as never)}, ${view.changedAt})
    on conflict (company_id, id) do update set name = excluded.name, shared = excluded.shared, question = excluded.question,
      changed_at = excluded.changed_at
    where v.account_id = excluded.account_id
    returning v.id`;
  return rows.length > 0;
}

/** Answers whether the person had such a view. */
export async function dropSavedView(tx: Tx, companyId: number, accountId: string, id: string): Promise<boolean> {
  const rows = await tx`delete from data.saved_view v
    where v.company_id = ${companyId} and v.account_id = ${accountId} and v.id = ${id} returning v.id`;
  return rows.length > 0;
}

/** How a person likes the page; null before they said anything. */
export async function readPageLook(
  tx: Tx,
  companyId: number,
  accountId: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const [row] = await tx`select look from data.page_look l
    where l.company_id = ${companyId} and l.account_id = ${accountId} and l.page = 'data'`;
  return row === undefined ? null : rowAs<{ look: Record<string, unknown> }>(row).look;
}

export async function putPageLook(
  tx: Tx,
  look: { companyId: number; accountId: string; look: Readonly<Record<string, unknown>>; changedAt: Date },
): Promise<void> {
  await tx`insert into data.page_look (company_id, account_id, page, look, changed_at)
    values (${look.companyId}, ${look.accountId}, 'data', ${tx.json(look.look as never)}, ${look.changedAt})
    on conflict (company_id, account_id, page) do update set look = excluded.look, changed_at = excluded.changed_at`;
}
