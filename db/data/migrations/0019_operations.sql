-- Operating the installation: processes, jobs that are paused, what people ask the worker to do with jobs. No company and
-- no personal datum but the names of those who administer. Everything is reached through these functions only.
create table data.process (
  id uuid primary key,
  name text not null check (name in ('supervisor', 'web', 'worker', 'collector')),
  release text not null,
  machine text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  metrics_port int
);
create table data.job_pause (
  name text primary key,
  paused_at timestamptz not null,
  paused_until timestamptz not null check (paused_until <= paused_at + interval '7 days'),
  ended_at timestamptz,
  paused_by text not null,
  reason text not null check (length(reason) between 1 and 200)
);
create table data.job_command (
  id uuid primary key,
  kind text not null check (kind in ('run', 'retry', 'cancel', 'delete')),
  name text,
  job_id uuid,
  job_state text check (job_state in ('completed', 'failed', 'cancelled')),
  before timestamptz,
  asked_at timestamptz not null,
  asked_by text not null,
  taken_at timestamptz,
  done_at timestamptz,
  outcome text check (outcome in ('done', 'nothing', 'failed')),
  affected int
);
create index job_command_asked on data.job_command (asked_at);
create table data.job_keeping (
  job_state text primary key check (job_state in ('completed', 'failed', 'cancelled')),
  kept_days int not null check (kept_days between 1 and 3650)
);
insert into data.job_keeping values ('completed', 7), ('failed', 30), ('cancelled', 30);
--> statement-breakpoint
create function data.report_process(p_id uuid, p_name text, p_release text, p_machine text, p_started timestamptz, p_at timestamptz, p_port int)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into data.process as p values (p_id, p_name, p_release, p_machine, p_started, p_at, p_port)
    on conflict (id) do update set seen_at = excluded.seen_at;
  delete from data.process p where p.seen_at < p_at - interval '1 day';
end $$;
create function data.end_process(p_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from data.process where id = p_id;
end;
create function data.list_processes() returns setof data.process
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select * from data.process order by name, started_at limit 500;
end;
--> statement-breakpoint
create function data.pause_job(p_name text, p_at timestamptz, p_until timestamptz, p_by text, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into data.job_pause as j values (p_name, p_at, p_until, null, p_by, p_reason)
    on conflict (name) do update set paused_at = excluded.paused_at, paused_until = excluded.paused_until, ended_at = null,
      paused_by = excluded.paused_by, reason = excluded.reason
    where j.ended_at is not null or j.paused_until <= p_at;
  return found;
end $$;
create function data.end_job_pause(p_name text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.job_pause j set ended_at = p_at where j.name = p_name and j.ended_at is null and j.paused_until > p_at;
  return found;
end $$;
create function data.job_pauses() returns setof data.job_pause
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select * from data.job_pause order by name;
end;
--> statement-breakpoint
create function data.ask_job_command(p_id uuid, p_kind text, p_name text, p_job uuid, p_state text, p_before timestamptz, p_at timestamptz, p_by text)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (select count(*) from data.job_command c where c.taken_at is null) >= 100 then return false; end if;
  insert into data.job_command (id, kind, name, job_id, job_state, before, asked_at, asked_by)
    values (p_id, p_kind, p_name, p_job, p_state, p_before, p_at, p_by);
  return true;
end $$;
create function data.take_job_command(p_at timestamptz) returns setof data.job_command
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from data.job_command c where c.asked_at < p_at - interval '30 days';
  return query
    update data.job_command c set taken_at = p_at
    where c.id = (select w.id from data.job_command w where w.done_at is null
        and (w.taken_at is null or w.taken_at < p_at - interval '10 minutes')
      order by w.asked_at limit 1 for update skip locked)
    returning c.*;
end $$;
create function data.finish_job_command(p_id uuid, p_at timestamptz, p_outcome text, p_affected int) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  update data.job_command set done_at = p_at, outcome = p_outcome, affected = p_affected where id = p_id;
end;
create function data.job_commands(p_limit int) returns setof data.job_command
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select * from data.job_command order by asked_at desc limit least(p_limit, 200);
end;
--> statement-breakpoint
create function data.job_keepings() returns setof data.job_keeping
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select * from data.job_keeping order by job_state;
end;
create function data.set_job_keeping(p_state text, p_days int) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  update data.job_keeping set kept_days = p_days where job_state = p_state;
end;
--> statement-breakpoint
-- How this cluster fares. What a managed server does not tell us is null.
create function data.cluster_figures(out bytes int8, out wal_bytes int8, out oldest_transaction_seconds int, out clock timestamptz,
  out connections int, out connections_most int, out migration_at int8)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  bytes := pg_database_size(current_database());
  clock := clock_timestamp();
  connections_most := current_setting('max_connections')::int;
  select count(*), max(extract(epoch from clock_timestamp() - a.xact_start))::int into connections, oldest_transaction_seconds
    from pg_stat_activity a where a.backend_type = 'client backend' and a.pid <> pg_backend_pid();
  select max(m.created_at) into migration_at from drizzle.__drizzle_migrations m;
  begin
    select sum(w.size) into wal_bytes from pg_ls_waldir() w;
  exception when insufficient_privilege or undefined_function then wal_bytes := null;
  end;
end $$;
-- Sizes and estimated rows by table; partitions count for the table they belong to.
create function data.table_figures() returns table (name text, bytes int8, rows_estimated int8, parts int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(parent.relname, c.relname)::text, sum(pg_total_relation_size(c.oid))::int8, sum(greatest(c.reltuples, 0))::int8, count(*)::int
  from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class parent on parent.oid = i.inhparent
  where c.relnamespace = 'data'::regnamespace and c.relkind = 'r'
  group by 1 order by 2 desc;
$$;
--> statement-breakpoint
revoke all on function
  data.report_process(uuid, text, text, text, timestamptz, timestamptz, int), data.end_process(uuid), data.list_processes(),
  data.pause_job(text, timestamptz, timestamptz, text, text), data.end_job_pause(text, timestamptz), data.job_pauses(),
  data.ask_job_command(uuid, text, text, uuid, text, timestamptz, timestamptz, text), data.take_job_command(timestamptz),
  data.finish_job_command(uuid, timestamptz, text, int), data.job_commands(int),
  data.job_keepings(), data.set_job_keeping(text, int), data.cluster_figures(), data.table_figures() from public;
grant execute on function data.report_process(uuid, text, text, text, timestamptz, timestamptz, int), data.end_process(uuid)
  to gallra_web, gallra_keeper, gallra_collect;
grant execute on function data.list_processes(), data.cluster_figures(), data.job_pauses(), data.job_keepings() to gallra_web, gallra_keeper;
grant execute on function data.pause_job(text, timestamptz, timestamptz, text, text), data.end_job_pause(text, timestamptz),
  data.ask_job_command(uuid, text, text, uuid, text, timestamptz, timestamptz, text), data.job_commands(int),
  data.set_job_keeping(text, int), data.table_figures() to gallra_web;
grant execute on function data.take_job_command(timestamptz), data.finish_job_command(uuid, timestamptz, text, int) to gallra_keeper;
