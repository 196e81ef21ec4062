-- How this cluster fares. What a managed server does not tell us is null.
create function keyring.cluster_figures(out bytes bigint, out wal_bytes bigint, out oldest_transaction_seconds int, out clock timestamptz,
  out connections int, out connections_most int, out migration_at bigint)
language plpgsql security definer set search_path = keyring, pg_temp as $$
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
-- Days ahead for which keys are made: of slices, the newest call day of the company that has the fewest.
create function keyring.days_ahead(out inbox_until date, out slices_until date, out slices_alive bigint)
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  company int4;
  newest date;
  alive bigint;
begin
  select max(k.day) into inbox_until from inbox_keys() k;
  slices_alive := 0;
  for company in select s.company_id from company_state s where s.destroyed_at is null order by s.company_id loop
    perform visit(company);
    select max(s.call_day), count(*) into newest, alive from slice s where s.company_id = company and s.wrapped is not null;
    slices_until := least(slices_until, newest);
    slices_alive := slices_alive + alive;
  end loop;
  perform visit(null);
end $$;
--> statement-breakpoint
revoke all on function keyring.cluster_figures(), keyring.days_ahead() from public;
grant execute on function keyring.cluster_figures(), keyring.days_ahead() to gallra_web, gallra_keeper;
