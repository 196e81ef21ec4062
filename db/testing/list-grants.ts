import type { Sql } from "../clients.ts";

/**
 * Who may do what in a cluster, one sorted line a right: role attributes and memberships, the database, schemas, tables, columns,
 * sequences, functions and what is granted to objects still to be made. Owners' own rights are left out; leaves of partitions count
 * as one.
 */
export async function listGrants(owner: Sql): Promise<string[]> {
  const rows = await owner`
    with named as (
      select oid, rolname from pg_roles where rolname like 'gallra\\_%' union all select 0, 'PUBLIC'),
    spaces as (
      select oid, nspname, nspacl, nspowner from pg_namespace
      where nspname !~ '^pg_' and nspname <> 'information_schema'),
    objects as (
      select c.*, s.nspname, case when c.relispartition then regexp_replace(c.relname, '_?\\d[\\d_]*(_before)?$', '') || ' (each leaf)'
        else c.relname::text end as shown
      from pg_class c join spaces s on s.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S'))
    select distinct line from (
      select 'role ' || r.rolname || ':' || case when r.rolsuper then ' superuser' else '' end || case when r.rolbypassrls then ' bypassrls' else '' end
        || case when r.rolcreaterole then ' createrole' else '' end || case when r.rolcreatedb then ' createdb' else '' end
        || case when r.rolreplication then ' replication' else '' end || case when r.rolcanlogin then ' login' else '' end as line
      from pg_roles r where r.rolname like 'gallra\\_%'
      union all
      select 'role ' || m.rolname || ' is in ' || g.rolname from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
      where m.rolname like 'gallra\\_%'
      union all
      select 'database: ' || n.rolname || ' ' || a.privilege_type from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        join named n on n.oid = a.grantee where d.datname = current_database() and a.grantee <> d.datdba
      union all
      select 'schema ' || s.nspname || ': ' || n.rolname || ' ' || a.privilege_type
      from spaces s, aclexplode(coalesce(s.nspacl, acldefault('n', s.nspowner))) a join named n on n.oid = a.grantee where a.grantee <> s.nspowner
      union all
      select case o.relkind when 'S' then 'sequence ' else 'table ' end || o.nspname || '.' || o.shown || ': ' || n.rolname || ' ' || a.privilege_type
      from objects o, aclexplode(coalesce(o.relacl, acldefault(case o.relkind when 'S' then 's'::"char" else 'r'::"char" end, o.relowner))) a
        join named n on n.oid = a.grantee where a.grantee <> o.relowner
      union all
      select 'column ' || o.nspname || '.' || o.shown || '.' || t.attname || ': ' || n.rolname || ' ' || a.privilege_type
      from objects o join pg_attribute t on t.attrelid = o.oid and t.attacl is not null, aclexplode(t.attacl) a
        join named n on n.oid = a.grantee where a.grantee <> o.relowner
      union all
      select 'function ' || s.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
        || case when p.prosecdef then ' as its owner' else '' end || ': ' || n.rolname || ' ' || a.privilege_type
      from pg_proc p join spaces s on s.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        join named n on n.oid = a.grantee where a.grantee <> p.proowner
      union all
      select 'objects to come of ' || pg_get_userbyid(d.defaclrole) || ': ' || n.rolname || ' ' || d.defaclobjtype::text || ' ' || a.privilege_type
      from pg_default_acl d, aclexplode(d.defaclacl) a join named n on n.oid = a.grantee where a.grantee <> d.defaclrole
    ) lines`;
  return rows.map((row) => String(row["line"])).sort();
}
