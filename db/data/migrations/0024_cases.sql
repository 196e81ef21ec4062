-- Cases: holds, restrictions and objections. What a case keeps stands in slices of its own, which no rule reaches; `case_call`
-- names the calls it was made for, so that their facts stay too, and so that a call that several cases want is handed on.
create table data.privacy_case (
  created_at timestamptz not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  decided_at timestamptz,
  company_id int not null,
  calls int not null default 0,
  calls_missed int not null default 0,
  ends_on date,
  told_on date,
  id uuid not null,
  created_by uuid,
  ended_by uuid,
  kind text not null check (kind in ('hold', 'restriction', 'objection')),
  state text not null check (state in ('making', 'active', 'changing', 'lifting', 'ended')),
  name text not null check (length(name) between 1 and 80),
  ground text not null,
  reason text not null,
  decision text check (decision in ('upheld', 'rejected')),
  end_reason text,
  created_by_name text not null,
  ended_by_name text,
  of_person boolean not null,
  keeps boolean not null,
  primary key (company_id, id)
);
create index privacy_case_list on data.privacy_case (company_id, created_at desc, id);
create table data.case_call (
  company_id int not null,
  case_id uuid not null,
  record_id uuid not null,
  state int2 not null,
  primary key (company_id, case_id, record_id)
);
create index case_call_record on data.case_call (company_id, record_id);
create table data.case_slice (
  company_id int not null,
  slice_id int not null,
  case_id uuid not null,
  primary key (company_id, slice_id)
);
create index case_slice_case on data.case_slice (company_id, case_id);
--> statement-breakpoint
-- What was corrected in a call and why; neither what it was nor what it is now.
create table data.correction (
  corrected_at timestamptz not null,
  company_id int not null,
  role int2,
  class int2,
  id uuid not null,
  record_id uuid not null,
  corrected_by uuid,
  what text not null check (what in ('identifier', 'direction', 'extension')),
  reason text not null,
  corrected_by_name text not null,
  primary key (company_id, id)
);
create index correction_record on data.correction (company_id, record_id);
--> statement-breakpoint
-- A search by a pattern over a period. The pattern is personal: sealed under a key of its own that dies after two days.
create table data.pattern_search (
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz not null,
  subjects_total int8 not null default 0,
  subjects_done int8 not null default 0,
  company_id int not null,
  calls int not null default 0,
  left_out int not null default 0,
  from_day date not null,
  to_day date not null,
  id uuid not null,
  account_id uuid not null,
  selection_id uuid,
  state text not null check (state in ('waiting', 'running', 'ready', 'failed', 'cancelled')),
  purpose text not null,
  limited boolean not null default false,
  cancel_requested boolean not null default false,
  sealed bytea not null,
  primary key (company_id, id)
);
create index pattern_search_account on data.pattern_search (company_id, account_id, created_at desc);
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['privacy_case', 'case_call', 'case_slice', 'correction', 'pattern_search'] loop
    execute format('alter table data.%I enable row level security', t);
    execute format('alter table data.%I force row level security', t);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', t);
  end loop;
end $$;
grant select, insert, update, delete on data.privacy_case, data.case_call, data.case_slice, data.pattern_search to gallra_web;
grant select, insert on data.correction to gallra_web;
--> statement-breakpoint
-- The calls of a selection become those of a case, at most p_limit; answers how many there are.
create function data.open_case(p_company int, p_case uuid, p_selection uuid, p_limit int) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  named int;
begin
  insert into data.case_call (company_id, case_id, record_id, state)
    select p_company, p_case, d.record_id, 0 from (
      select distinct s.record_id from data.selection_hit s
      where s.company_id = p_company and s.selection_id = p_selection limit p_limit + 1) d
    on conflict do nothing;
  get diagnostics named = row_count;
  return named;
end $$;
--> statement-breakpoint
-- The latest day on which one of these rows ends; null where none is there.
create function data.latest_end(p_company int, p_days date[], p_pseudonyms uuid[]) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
declare
  latest date;
begin
  select f.expires_on into latest from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
    cross join lateral (
      select p.expires_on, p.company_id from data.party p
      where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym limit 1) f
    order by probe.day desc limit 1;
  return latest;
end $$;
--> statement-breakpoint
create function data.correct_facts(p_company int, p_record uuid, p_direction int2, p_endpoint int) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.call_record c set direction = coalesce(p_direction, c.direction), endpoint_id = coalesce(p_endpoint, c.endpoint_id)
    where c.company_id = p_company and c.id = p_record;
  return found;
end $$;
--> statement-breakpoint
-- The same picture as data.traffic, of these calls alone: what a restriction takes out of it.
create function data.traffic_of_records(p_company int, p_records uuid[], p_from timestamptz, p_to timestamptz)
returns table (hour timestamptz, source_id int, product int2, direction int2, answered boolean, calls int8, seconds int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  return query
    select date_trunc('hour', c.started_at, 'UTC'), c.source_id, c.product, c.direction, c.disposition = 1, count(*),
      coalesce(sum(c.duration_seconds), 0)::int8
    from (select distinct n.id from unnest(p_records) as n (id)) d
    cross join lateral (
      select r.* from data.call_record r where r.company_id = p_company and r.id = d.id
        and r.id >= data.id_floor(p_from) and r.id < data.id_floor(p_to)) c
    group by 1, 2, 3, 4, 5;
end $$;
--> statement-breakpoint
-- As before, but the facts of a call that a case keeps stay.
create or replace function data.delete_calls(p_company int, p_product int2, p_before date, p_limit int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  if p_before > current_date then raise exception 'that day is not over' using errcode = '55000'; end if;
  with due as (
    select c.id from data.call_record c
    where c.company_id = p_company and c.product = p_product and c.call_day < p_before
      and (c.id < data.id_floor((p_before + 2)::timestamp at time zone 'UTC') or c.id >= data.id_floor(now() + interval '2 days'))
      and not exists (select from data.case_call k where k.company_id = p_company and k.record_id = c.id)
    limit p_limit)
  delete from data.call_record c using due d where c.company_id = p_company and c.id = d.id;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
-- As before, but who was put right in a stored call is no other person: a file that is sent again does not undo it.
create or replace function data.other_parties(p_company int, p_pairs int[], p_days date[], p_slices int[], p_pseudonyms uuid[],
  p_records uuid[], p_roles int2[], p_classes int2[]) returns setof int
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    with asked as (
      select * from unnest(p_pairs, p_days, p_slices, p_pseudonyms, p_records, p_roles, p_classes)
        as n (pair, day, slice, pseudonym, record, role, class)),
    -- Almost all are the same person, which one probe of the index by pseudonym shows.
    unlike as materialized (
      select a.* from asked a
      where not exists (
        select from data.party p where p.company_id = p_company and p.expires_on = a.day
          and p.pseudonym = a.pseudonym and p.record_id = a.record and p.role = a.role and p.class = a.class))
    select distinct u.pair
    from unlike u
    cross join lateral (
      select from data.party p
      where p.company_id = p_company and p.expires_on = u.day and p.record_id = u.record
        and p.slice_id = u.slice and p.role = u.role and p.class = u.class and p.pseudonym <> u.pseudonym
      limit 1) other
    where not exists (select from data.correction k
      where k.company_id = p_company and k.record_id = u.record and k.role = u.role and k.what = 'identifier');
end $$;
--> statement-breakpoint
-- Hits found in another way than by one person's probes join a selection that exists.
create function data.grow_selection(p_company int, p_selection uuid, p_hits int8) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  update data.selection s set hits = s.hits + p_hits where s.company_id = p_company and s.id = p_selection;
end;
--> statement-breakpoint
revoke execute on function data.open_case(int, uuid, uuid, int), data.latest_end(int, date[], uuid[]),
  data.correct_facts(int, uuid, int2, int), data.traffic_of_records(int, uuid[], timestamptz, timestamptz),
  data.grow_selection(int, uuid, int8) from public;
grant execute on function data.open_case(int, uuid, uuid, int), data.latest_end(int, date[], uuid[]),
  data.correct_facts(int, uuid, int2, int), data.traffic_of_records(int, uuid[], timestamptz, timestamptz),
  data.grow_selection(int, uuid, int8) to gallra_web;
