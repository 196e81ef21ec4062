import type { Sql } from "../../clients.ts";

export interface TableInfo {
  readonly table: string;
  readonly partitioned: boolean;
  readonly walled: boolean;
  readonly hasCompany: boolean;
}

/** Tables of the schema `data`, leaves of partitioned ones left out. */
export async function listTables(sql: Sql): Promise<TableInfo[]> {
  const rows = await sql`
    select c.relname as table, c.relkind = 'p' as partitioned, c.relrowsecurity and c.relforcerowsecurity as walled,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped) as has_company
    from pg_class c where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`;
  return rows.map((row) => ({
    table: row["table"] as string,
    partitioned: row["partitioned"] as boolean,
    walled: row["walled"] as boolean,
    hasCompany: row["has_company"] as boolean,
  }));
}

export interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** One of the words that a check of this column allows; null where none lists them. */
  readonly allowed: string | null;
}

export async function listColumns(sql: Sql, table: string): Promise<ColumnInfo[]> {
  const rows = await sql`
    select a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable, (
        select (regexp_match(pg_get_constraintdef(k.oid), 'ANY \\(\\(?ARRAY\\[\\(?''?([^'',\\]]+)'))[1] from pg_constraint k
        where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum]
          and pg_get_constraintdef(k.oid) ~ 'ANY \\(\\(?ARRAY' limit 1) as allowed
    from pg_attribute a where a.attrelid = ${`data.${table}`}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;
  return rows.map((row) => ({
    name: row["name"] as string,
    type: row["type"] as string,
    nullable: row["nullable"] as boolean,
    allowed: row["allowed"] as string | null,
  }));
}

/**
 * What would keep the data cluster from being distributed by company, or row-level security from being cheap: one sentence
 * a finding (DESIGN 4).
 */
export async function findRuleBreaks(sql: Sql): Promise<string[]> {
  const rows = await sql`
    with own as (
      select c.oid, c.relname from pg_class c
      where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition),
    walled as (
      select o.*, a.attnum as company from own o join pg_attribute a on a.attrelid = o.oid and a.attname = 'company_id' and not a.attisdropped)
    select w.relname || ': ' || k.conname || ' does not start with company_id' as finding
    from walled w join pg_constraint k on k.conrelid = w.oid and k.contype in ('p', 'u', 'f') where k.conkey[1] <> w.company
    union all
    select w.relname || ': unique index ' || i.indexrelid::regclass || ' does not start with company_id'
    from walled w join pg_index i on i.indrelid = w.oid and i.indisunique where i.indkey[0] <> w.company
    union all
    select o.relname || ': index on ' || a.attname || ' of a type whose equality leaks'
    from own o join pg_index i on i.indrelid = o.oid join pg_attribute a on a.attrelid = o.oid and a.attnum = any (i.indkey::int2[])
      join pg_type t on t.oid = a.atttypid
    where t.typtype = 'e' or t.typname in ('numeric', 'json', 'jsonb')
    union all
    select o.relname || ': trigger ' || t.tgname from own o join pg_trigger t on t.tgrelid = o.oid and not t.tgisinternal
    union all
    select o.relname || ': policy ' || p.polname || ' has a sub-select' from own o join pg_policy p on p.polrelid = o.oid
    where pg_get_expr(p.polqual, p.polrelid) ~* 'select' or pg_get_expr(p.polwithcheck, p.polrelid) ~* 'select'
    union all
    select o.relname || ': more than one level of partitions' from own o join pg_inherits i on i.inhparent = o.oid
      join pg_class leaf on leaf.oid = i.inhrelid where leaf.relkind = 'p'
    union all
    select o.relname || ': default partition' from own o join pg_partitioned_table p on p.partrelid = o.oid where p.partdefid <> 0
    union all
    select p.proname || ': ' || case
      when p.prosrc ~* 'set_config|plan_cache_mode' or p.proconfig::text ~* 'plan_cache_mode' then 'changes settings'
      when p.prosecdef and coalesce(p.proconfig::text, '') !~ 'search_path=pg_catalog, pg_temp' then 'definer function without its own search_path'
      else 'is open to public' end
    from pg_proc p where p.pronamespace = 'data'::regnamespace and (
      p.prosrc ~* 'set_config|plan_cache_mode' or p.proconfig::text ~* 'plan_cache_mode'
      or (p.prosecdef and coalesce(p.proconfig::text, '') !~ 'search_path=pg_catalog, pg_temp')
      or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))
    union all
    select 'role ' || r.rolname || ' is above the walls' from pg_roles r
    where r.rolname like 'gallra\\_%' and (r.rolsuper or r.rolbypassrls or r.rolcreaterole)
    union all
    select c.relname || ' belongs to ' || pg_get_userbyid(c.relowner) from pg_class c
    where c.relnamespace = 'data'::regnamespace and pg_get_userbyid(c.relowner) <> 'gallra_owner'`;
  return rows.map((row) => row["finding"] as string);
}

/** Grants on leaves that should not be there: only ingest, and only INSERT. `leaves` says how many were looked at. */
export async function findLeafGrants(sql: Sql): Promise<{ leaves: number; findings: string[] }> {
  const rows = await sql`
    select c.relname as leaf, pg_get_userbyid(a.grantee) as grantee, a.privilege_type as privilege, a.grantee = 0 as public
    from pg_class c left join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a on true
    where c.relnamespace = 'data'::regnamespace and c.relispartition and c.relkind = 'r'`;
  const findings = rows
    .filter((row) => row["grantee"] !== "gallra_owner")
    .filter((row) => row["grantee"] !== "gallra_ingest" || row["privilege"] !== "INSERT")
    .map((row) => `${row["leaf"]}: ${row["public"] === true ? "public" : row["grantee"]} may ${row["privilege"]}`);
  const leaves = new Set(rows.map((row) => row["leaf"] as string));
  const open = new Set(rows.filter((row) => row["grantee"] === "gallra_ingest").map((row) => row["leaf"] as string));
  for (const leaf of leaves) if (!open.has(leaf)) findings.push(`${leaf}: ingest may not insert`);
  return { leaves: leaves.size, findings };
}
