-- Thresholds below which calls are kept apart, the sorting of stored calls after they changed, and tariffs. None of it holds a person's
-- number: a tariff goes by beginnings of numbers, and the sorting touches facts alone.
create table data.sorting (
  changed_at timestamptz not null,
  company_id int not null,
  -- Raised with every rule that says what a call is counted as: a batch read under an older one is sorted again before it is stored.
  version int not null,
  -- The one with which the limits changed last: stored calls are sorted by those of the newest run.
  limits_version int not null default 0,
  -- ISO 4217; null: that of the country.
  currency text,
  primary key (company_id)
);
create table data.threshold (
  set_at timestamptz not null,
  company_id int not null,
  -- 0: the company's, for every source without its own.
  source_id int not null,
  duration_seconds int check (duration_seconds >= 0),
  ring_seconds int check (ring_seconds >= 0),
  cost_cents int check (cost_cents >= 0),
  set_by uuid,
  unanswered boolean not null,
  internal boolean not null,
  set_by_name text not null,
  primary key (company_id, source_id)
);
create table data.cost_choice (
  set_at timestamptz not null,
  company_id int not null,
  source_id int not null,
  set_by uuid,
  first text not null check (first in ('tariff', 'pbx')),
  set_by_name text not null,
  primary key (company_id, source_id)
);
create table data.tariff (
  added_at timestamptz not null,
  company_id int not null,
  valid_from date not null,
  lines int not null,
  prefixes int not null,
  id uuid not null,
  added_by uuid,
  added_by_name text not null,
  primary key (company_id, id),
  unique (company_id, valid_from)
);
-- Amounts in ten-thousandths of the currency.
create table data.tariff_rate (
  per_minute int8 not null,
  connection int8 not null,
  minimum int8 not null,
  company_id int not null,
  line int not null,
  first_seconds int not null,
  interval_seconds int not null check (interval_seconds >= 1),
  free_seconds int not null,
  days int2 not null,
  from_minute int2 not null,
  to_minute int2 not null,
  tariff_id uuid not null,
  short boolean not null,
  incoming boolean not null,
  prefix text not null,
  name text not null,
  primary key (company_id, tariff_id, line)
);
-- The stored calls sorted anew by the rules of a version; `at_id` is the last call that was looked at.
create table data.sort_run (
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  total int8 not null default 0,
  looked int8 not null default 0,
  set_apart int8 not null default 0,
  put_back int8 not null default 0,
  changed int8 not null default 0,
  company_id int not null,
  version int not null,
  id uuid not null,
  at_id uuid,
  asked_by uuid,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled')),
  asked_by_name text not null,
  cancel_requested boolean not null default false,
  primary key (company_id, id)
);
create unique index sort_run_one on data.sort_run (company_id) where state in ('waiting', 'running');
create index sort_run_list on data.sort_run (company_id, created_at desc, id);
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['sorting', 'threshold', 'cost_choice', 'tariff', 'tariff_rate', 'sort_run'] loop
    execute format('alter table data.%I enable row level security', t);
    execute format('alter table data.%I force row level security', t);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', t);
  end loop;
end $$;
grant select, insert, update on data.sorting, data.sort_run to gallra_web;
grant select, insert, update, delete on data.threshold, data.cost_choice to gallra_web;
grant select, insert, delete on data.tariff, data.tariff_rate to gallra_web;
-- Ingest and the sorting obey them, and read no names of who set them.
grant select on data.sorting to gallra_ingest, gallra_keeper;
grant select (company_id, source_id, duration_seconds, ring_seconds, cost_cents, unanswered, internal)
  on data.threshold to gallra_ingest, gallra_keeper;
grant select (company_id, source_id, first) on data.cost_choice to gallra_ingest;
grant select (company_id, id, valid_from) on data.tariff to gallra_ingest;
grant select on data.tariff_rate to gallra_ingest;
grant select (company_id, id, state, version, total, looked, set_apart, put_back, changed, at_id, cancel_requested),
  update (state, version, looked, set_apart, put_back, changed, at_id, started_at, finished_at) on data.sort_run to gallra_keeper;
--> statement-breakpoint
-- Calls in the order of their ids and what they are now and would be, by limits in arrays: one entry a source, 0 for all others. The same as
-- domain/thresholds.ts says of a call that is read.
create function data.sorted_anew(p_company int, p_after uuid, p_end uuid, p_limit int, p_sources int[], p_durations int[],
  p_rings int[], p_costs int[], p_flags int[]) returns table (id uuid, call_day date, was int2, now int2)
language sql stable set search_path = pg_catalog, pg_temp
begin atomic
  with rules as materialized (
    select * from unnest(p_sources, p_durations, p_rings, p_costs, p_flags) as n (source, duration, ring, cost, flags)),
  page as (
    select c.* from data.call_record c where c.company_id = p_company and c.id > p_after and c.id < p_end order by c.id limit p_limit)
  select c.id, c.call_day, c.apart, nullif(
      case when c.duration_seconds < case when own.source is null then rest.duration else own.duration end then 1 else 0 end
      | case when c.ring_seconds < case when own.source is null then rest.ring else own.ring end then 2 else 0 end
      | case when c.cost_cents < case when own.source is null then rest.cost else own.cost end then 4 else 0 end
      | case when c.disposition <> 1 then 8 & case when own.source is null then coalesce(rest.flags, 0) else own.flags end else 0 end
      | case when c.direction = 3 then 16 & case when own.source is null then coalesce(rest.flags, 0) else own.flags end else 0 end,
      0)::int2
  from page c
  left join rules own on own.source = c.source_id
  left join rules rest on rest.source = 0;
end;
--> statement-breakpoint
-- What these limits would change, by month of the calls.
create function data.preview_sorting(p_company int, p_after uuid, p_end uuid, p_sources int[], p_durations int[], p_rings int[],
  p_costs int[], p_flags int[]) returns table (month date, looked int8, set_apart int8, put_back int8, changed int8)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select date_trunc('month', s.call_day)::date, count(*), count(*) filter (where s.was is null and s.now is not null),
    count(*) filter (where s.was is not null and s.now is null), count(*) filter (where s.was is distinct from s.now)
  from data.sorted_anew(p_company, p_after, p_end, 2000000000, p_sources, p_durations, p_rings, p_costs, p_flags) s
  group by 1 order by 1;
end;
--> statement-breakpoint
-- Sorts at most p_limit calls after p_after. It touches nothing but what they are counted as, and waits for an erasure that runs.
create function data.sort_calls(p_company int, p_after uuid, p_end uuid, p_limit int, p_sources int[], p_durations int[], p_rings int[],
  p_costs int[], p_flags int[]) returns table (last_id uuid, looked int, set_apart int, put_back int, changed int)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  perform from data.fence f where f.company_id = p_company for share;
  return query
    with page as materialized (
      select * from data.sorted_anew(p_company, p_after, p_end, p_limit, p_sources, p_durations, p_rings, p_costs, p_flags)),
    wrong as materialized (select s.id, s.was, s.now from page s where s.was is distinct from s.now),
    done as (
      update data.call_record c set apart = w.now from wrong w
      where c.company_id = p_company and c.id = w.id and c.id > p_after and c.id < p_end returning w.was, w.now)
    select (select s.id from page s order by s.id desc limit 1), (select count(*)::int from page),
      count(*) filter (where d.was is null)::int, count(*) filter (where d.now is null)::int, count(*)::int from done d;
end $$;
--> statement-breakpoint
-- The first call after an id, and the last one before: which months there are to look at.
create function data.next_call(p_company int, p_after uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
return (select c.id from data.call_record c where c.company_id = p_company and c.id > p_after order by c.id limit 1);
create function data.last_call(p_company int, p_before uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
return (select c.id from data.call_record c where c.company_id = p_company and c.id < p_before order by c.id desc limit 1);
--> statement-breakpoint
do $$
declare
  f text;
begin
  foreach f in array array[
    'sorted_anew(int, uuid, uuid, int, int[], int[], int[], int[], int[])',
    'preview_sorting(int, uuid, uuid, int[], int[], int[], int[], int[])',
    'sort_calls(int, uuid, uuid, int, int[], int[], int[], int[], int[])',
    'next_call(int, uuid)', 'last_call(int, uuid)'] loop
    execute format('alter function data.%s owner to gallra_owner', f);
    execute format('revoke execute on function data.%s from public', f);
  end loop;
end $$;
grant execute on function data.preview_sorting(int, uuid, uuid, int[], int[], int[], int[], int[]), data.last_call(int, uuid) to gallra_web;
grant execute on function data.sort_calls(int, uuid, uuid, int, int[], int[], int[], int[], int[]), data.next_call(int, uuid) to gallra_keeper;
