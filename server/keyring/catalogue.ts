import { doorOf, type Keyring } from "./keyring.ts";

/**
 * Every table of the keyring cluster's database, of whatever schema, with its columns. Values are read nowhere. What a
 * company's people are copied to while its keys are renewed is no partition yet, and counts as the table it is about to join.
 */
export async function keyringCatalogue(k: Keyring): Promise<{ table: string; columns: string[] }[]> {
  const rows = await doorOf(k, "web", "keeper", "owner")`
    select n.nspname || '.' || regexp_replace(c.relname, '^subject_[0-9]+_next$', 'subject') as "table",
      array_agg(distinct a.attname::text) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition
      and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    group by 1 order by 1`;
  return rows.map((row) => ({ table: row["table"] as string, columns: row["columns"] as string[] }));
}
