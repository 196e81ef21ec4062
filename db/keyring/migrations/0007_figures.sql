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
-- Days ahead for which keys are made: of slices, counted by the newest call day among the living.
create function keyring.days_ahead(out inbox_until date, out slices_until date, out slices_alive bigint)
language sql stable security definer set search_path = keyring, pg_temp as $$
  select (select max(k.day) from keyring.inbox_keys() k), max(s.call_day), count(*) from keyring.slice s where s.destroyed_at is null;
$$;
--> statement-breakpoint
revoke all on function keyring.cluster_figures(), keyring.days_ahead() from public;
grant execute on function keyring.cluster_figures(), keyring.days_ahead() to gallra_web, gallra_keeper;
