-- Layouts: dialects as data, made in the portal. A layout is names of columns and where they stand; no sample is ever kept with it.
create table data.layout (
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  company_id int not null,
  id int not null,
  name text not null check (length(name) between 1 and 80),
  primary key (company_id, id)
);
create unique index layout_name on data.layout (company_id, lower(name)) where removed_at is null;
-- A version never changes: what was read with it can be read again. `layout` is its JSON text in the order it was written.
create table data.layout_version (
  made_at timestamptz not null default now(),
  company_id int not null,
  layout_id int not null,
  version int not null check (version > 0),
  made_by uuid,
  kind text not null,
  made_by_name text not null,
  layout text not null check (length(layout) between 2 and 32768),
  primary key (company_id, layout_id, version)
);
-- What has read records: a driver, with the version of a layout where it was told one.
create table data.reader (
  company_id int not null,
  id int not null,
  layout_id int,
  layout_version int,
  driver text not null,
  primary key (company_id, id),
  unique nulls not distinct (company_id, driver, layout_id, layout_version)
);
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['layout', 'layout_version', 'reader'] loop
    execute format('alter table data.%I enable row level security', name);
    execute format('alter table data.%I force row level security', name);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', name);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update on data.layout to gallra_web;
grant select, insert on data.layout_version to gallra_web;
grant select on data.layout_version to gallra_ingest, gallra_collect;
--> statement-breakpoint
-- The layout and version a source is read with; the driver is the layout's kind, or one that takes a layout.
alter table data.source add column layout_id int, add column layout_version int,
  add check ((layout_id is null) = (layout_version is null));
-- Which reader read it. Null: from before readers were told apart.
alter table data.raw_segment add column reader_id int;
--> statement-breakpoint
create function data.reader_of(p_company int, p_driver text, p_layout int, p_version int) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_id int;
begin
  for attempt in 1 .. 20 loop
    select r.id into found_id from data.reader r where r.company_id = p_company and r.driver = p_driver
      and r.layout_id is not distinct from p_layout and r.layout_version is not distinct from p_version;
    if found then return found_id; end if;
    insert into data.reader (company_id, id, driver, layout_id, layout_version)
      select p_company, coalesce(max(r.id), 0) + 1, p_driver, p_layout, p_version from data.reader r where r.company_id = p_company
      on conflict do nothing;
  end loop;
  raise exception 'readers are being added elsewhere' using errcode = '40001';
end $$;
-- How many raw segments and records each version of a layout has read, of those that are still there.
create function data.read_by_layout(p_company int, p_layout int) returns table (version int, segments int8, records int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select r.layout_version, count(*), sum(s.records)::int8
    from data.reader r join data.raw_segment s on s.company_id = p_company and s.reader_id = r.id
    where r.company_id = p_company and r.layout_id = p_layout
    group by r.layout_version;
end $$;
--> statement-breakpoint
-- A moved segment was read by whom it was read.
create or replace function data.move_raw_segment(p_company int, p_day date, p_id uuid, p_new_day date, p_new_slice int, p_sealed bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  was data.raw_segment;
begin
  delete from data.raw_segment r where r.company_id = p_company and r.expires_on = p_day and r.id = p_id returning r.* into was;
  if not found then return false; end if;
  insert into data.raw_segment (company_id, expires_on, slice_id, source_id, id, delivery_id, product, records, sealed, reader_id)
    values (p_company, p_new_day, p_new_slice, was.source_id, p_id, was.delivery_id, was.product, was.records, p_sealed, was.reader_id);
  perform data.add_stored(p_company, array[p_day, p_new_day], array[was.product, was.product], array[5, 5]::int2[],
    array[-was.records, was.records]::int8[]);
  return true;
end $$;
--> statement-breakpoint
drop function data.raw_segments(int, uuid[], date[]);
drop function data.raw_segments_on(int, date[], uuid[]);
drop function data.add_case_raw(int, uuid[], date[], int[], int[], int2[], uuid[], int2[], bytea[], uuid[], uuid[], int2[]);
--> statement-breakpoint
create function data.raw_segments(p_company int, p_ids uuid[], p_days date[])
returns table (id uuid, expires_on date, slice_id int, source_id int, delivery_id uuid, records int2, sealed bytea, reader_id int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select f.* from unnest(p_days) as probe (day)
    cross join lateral (
      select r.id, r.expires_on, r.slice_id, r.source_id, r.delivery_id, r.records, r.sealed, r.reader_id
      from data.raw_segment r
      where r.company_id = p_company and r.expires_on = probe.day and r.id = any (p_ids)) f;
end $$;
create function data.raw_segments_on(p_company int, p_days date[], p_ids uuid[])
returns table (id uuid, expires_on date, slice_id int, source_id int, delivery_id uuid, records int2, sealed bytea, reader_id int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  return query
    select r.id, r.expires_on, r.slice_id, r.source_id, r.delivery_id, r.records, r.sealed, r.reader_id
    from unnest(p_days, p_ids) as n (day, id)
    cross join lateral (
      select s.* from data.raw_segment s where s.company_id = p_company and s.expires_on = n.day and s.id = n.id) r;
end $$;
create function data.add_case_raw(p_company int, p_ids uuid[], p_days date[], p_slices int[], p_sources int[], p_products int2[],
  p_deliveries uuid[], p_counts int2[], p_sealed bytea[], p_readers int[], p_calls uuid[], p_of uuid[], p_ordinals int2[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_material = off as $$
begin
  insert into data.raw_segment (company_id, expires_on, slice_id, source_id, id, delivery_id, product, records, sealed, reader_id)
    select p_company, n.day, n.slice, n.source, n.id, n.delivery, n.product, n.held, n.sealed, n.reader
    from unnest(p_ids, p_days, p_slices, p_sources, p_products, p_deliveries, p_counts, p_sealed, p_readers)
      as n (id, day, slice, source, product, delivery, held, sealed, reader);
  update data.call_record c set segment_id = n.segment_id, ordinal = n.ordinal
    from unnest(p_calls, p_of, p_ordinals) as n (id, segment_id, ordinal)
    where c.company_id = p_company and c.id = n.id;
  perform data.add_stored(p_company, p_days, p_products, array(select 5::int2 from unnest(p_days)), array(select n::int8 from unnest(p_counts) n));
end $$;
--> statement-breakpoint
revoke execute on function data.reader_of(int, text, int, int), data.read_by_layout(int, int),
  data.raw_segments(int, uuid[], date[]), data.raw_segments_on(int, date[], uuid[]),
  data.add_case_raw(int, uuid[], date[], int[], int[], int2[], uuid[], int2[], bytea[], int[], uuid[], uuid[], int2[]) from public;
--> statement-breakpoint
grant execute on function data.reader_of(int, text, int, int) to gallra_ingest;
grant execute on function data.read_by_layout(int, int), data.raw_segments(int, uuid[], date[]),
  data.raw_segments_on(int, date[], uuid[]),
  data.add_case_raw(int, uuid[], date[], int[], int[], int2[], uuid[], int2[], bytea[], int[], uuid[], uuid[], int2[]) to gallra_web;
