import type { Sql } from "#db/clients.ts";

/** What autovacuum does within a minute of a loading: ranges of pages get their summaries. */
export async function summarize(owner: Sql): Promise<void> {
  const ranges = await owner`select i.relname as name from pg_class i join pg_am m on m.oid = i.relam
    where m.amname = 'brin' and i.relkind = 'i' and i.relnamespace = 'data'::regnamespace`;
  for (const range of ranges) await owner`select brin_summarize_new_values(${`data.${range["name"]}`}::regclass)`;
}
