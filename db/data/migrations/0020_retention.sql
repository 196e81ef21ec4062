-- Rules that also mask, changes that wait for the company's word, the operator's bounds, and how far the work has come.
alter table data.retention_rule add column masked_after_days int check (masked_after_days >= 0);
-- What happens at the end: 1 deleted, 4 archived before. Nothing archives yet.
alter table data.retention_rule add column action int2 not null default 1 check (action in (1, 4));
--> statement-breakpoint
create table data.retention_bound (
  class int2 not null,
  shortest_days int check (shortest_days >= 0),
  longest_days int check (longest_days >= 0),
  reason text not null,
  set_by uuid,
  set_by_name text not null,
  set_at timestamptz not null,
  primary key (class),
  check (shortest_days is null or longest_days is null or shortest_days <= longest_days)
);
--> statement-breakpoint
create table data.retention_change (
  asked_at timestamptz not null,
  decided_at timestamptz,
  expires_at timestamptz not null,
  company_id int not null,
  from_days int,
  to_days int check (to_days >= 0),
  from_masked_days int,
  to_masked_days int check (to_masked_days >= 0),
  product int2 not null,
  class int2 not null,
  was_stored boolean not null,
  id uuid not null,
  asked_by uuid,
  decided_by uuid,
  asked_by_name text not null,
  decided_by_name text,
  reason text not null,
  state text not null check (state in ('waiting', 'approved', 'declined', 'withdrawn', 'replaced')),
  primary key (company_id, id, product, class)
);
create index retention_change_state on data.retention_change (company_id, state, asked_at);
--> statement-breakpoint
create table data.retention_work (
  started_at timestamptz not null,
  ended_at timestamptz,
  company_id int not null,
  slices int not null,
  slices_done int not null default 0,
  rows_to_do int8 not null,
  rows_done int8 not null default 0,
  -- The slice whose rows are between two days at this moment: who finds it after a kill brings them together first.
  moving_slice int,
  moving_from date,
  moving_to date,
  primary key (company_id)
);
--> statement-breakpoint
-- One row a clean-up that destroyed or dropped something, for the whole installation.
create table data.sweep_log (
  at timestamptz not null,
  took_ms int not null,
  companies int not null,
  keys int not null,
  days_dropped int not null,
  confirmed_by text,
  primary key (at)
);
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['retention_change', 'retention_work'] loop
    execute format('alter table data.%I enable row level security', name);
    execute format('alter table data.%I force row level security', name);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', name);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update, delete on data.retention_bound to gallra_web;
grant select, insert, update on data.retention_change to gallra_web;
grant select, insert, update on data.retention_work to gallra_web;
grant select on data.sweep_log to gallra_web;
grant select, insert, delete on data.sweep_log to gallra_keeper;
--> statement-breakpoint
-- How much of a day's raw records and lines stands under which slice: several end on one day when a shorter class stood in some.
-- Both tables begin with the company, so that this looks at the company's own rows of those days alone.
create function data.held_of_days(p_company int, p_days date[]) returns table (slice_id int, class int2, held int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select r.slice_id, 5::int2, sum(r.records)::int8 from data.raw_segment r
      where r.company_id = p_company and r.expires_on = any (p_days) group by 1
    union all
    select u.slice_id, 6::int2, count(*) from data.undefined_line u
      where u.company_id = p_company and u.expires_on = any (p_days) group by 1;
end $$;
--> statement-breakpoint
revoke execute on function data.held_of_days(int, date[]) from public;
grant execute on function data.held_of_days(int, date[]) to gallra_web;
