import type { Sql } from "#db/clients.ts";
import { rowsAs } from "./rows.ts";

/** A table as a cluster has it. Leaves of partitioned tables have the columns of their parent and are left out. */
export interface CatalogueTable {
  /** With its schema, e.g. "data.party". */
  readonly table: string;
  readonly columns: readonly string[];
}

/** Any role: every table of the data cluster's database, of whatever schema, with its columns. Values are read nowhere. */
export async function dataCatalogue(sql: Sql): Promise<CatalogueTable[]> {
  return rowsAs(
    await sql`
      select n.nspname || '.' || c.relname as "table", array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition
        and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      group by 1 order by 1`,
  );
}
