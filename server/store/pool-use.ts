import type { Sql } from "#db/clients.ts";

/** Role web: its own connections under this name. The one that asks is not counted among the active ones. */
export async function poolUse(sql: Sql, name: string): Promise<{ active: number; idle: number }> {
  const [row] = await sql`
    select count(*) filter (where state <> 'idle' and pid <> pg_backend_pid())::int as active, count(*) filter (where state = 'idle')::int as idle
    from pg_stat_activity where usename = current_user and application_name = ${`gallra ${name}`}`;
  return { active: Number(row?.["active"] ?? 0), idle: Number(row?.["idle"] ?? 0) };
}
