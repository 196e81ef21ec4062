-- Exports that go on where they stood: what has been written stands in sealed parts, and the checkpoint says up to where.
alter table data.export_job
  add column attempt int not null default 0,
  add column next_before uuid,
  add column rows_gone int8 not null default 0,
  add column rows_packed int8 not null default 0,
  add column oldest_at timestamptz,
  add column newest_at timestamptz,
  add column purpose text,
  add column envelope bytea,
  add column manifest text,
  add column cleaned_at timestamptz;
create index export_job_created on data.export_job (company_id, created_at desc, id);
create table data.export_part (
  company_id int not null,
  export_id uuid not null,
  part int not null,
  attempt int not null,
  "rows" int not null,
  bytes int8 not null,
  primary key (company_id, export_id, part)
);
alter table data.export_part enable row level security;
alter table data.export_part force row level security;
create policy wall on data.export_part using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
grant select, insert, delete on data.export_part to gallra_web;
--> statement-breakpoint
-- As before, but the facts are asked for only where a condition is about them: a million hits have a million facts.
create or replace function data.freeze_selection(p_company int, p_selection uuid, p_days date[], p_pseudonyms uuid[], p_from uuid, p_before uuid,
  p_only uuid[], p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
declare
  frozen int8;
begin
  if p_kinds is null and p_directions is null and p_endpoints is null then
    insert into data.selection_hit (company_id, expires_on, slice_id, role, class, selection_id, record_id, pseudonym)
      select p_company, f.expires_on, f.slice_id, f.role, f.class, p_selection, f.record_id, f.pseudonym
      from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
      cross join lateral (
        select p.* from data.party p
        where p.expires_on = probe.day and p.pseudonym = probe.pseudonym
          and p.record_id >= p_from and p.record_id < p_before
          and (p_only is null or p.record_id = any (p_only))
          and (p_sources is null or p.source_id = any (p_sources))
          and (p_roles is null or p.role = any (p_roles)) offset 0) f
      where f.company_id = p_company
      on conflict do nothing;
  else
    insert into data.selection_hit (company_id, expires_on, slice_id, role, class, selection_id, record_id, pseudonym)
      select p_company, f.expires_on, f.slice_id, f.role, f.class, p_selection, f.record_id, f.pseudonym
      from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
      cross join lateral (
        select p.* from data.party p
        left join data.call_record c on c.company_id = p_company and c.id = p.record_id
        where p.expires_on = probe.day and p.pseudonym = probe.pseudonym
          and p.record_id >= p_from and p.record_id < p_before
          and (p_only is null or p.record_id = any (p_only))
          and (p_sources is null or p.source_id = any (p_sources))
          and (p_roles is null or p.role = any (p_roles))
          and (p_kinds is null or c.kind = any (p_kinds))
          and (p_directions is null or c.direction = any (p_directions))
          and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints)) offset 0) f
      where f.company_id = p_company
      on conflict do nothing;
  end if;
  get diagnostics frozen = row_count;
  return frozen;
end $$;
--> statement-breakpoint
-- The calls of a selection by kind, counted where they stand.
create function data.count_selection(p_company int, p_selection uuid) returns table (kind int2, records int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_material = off as $$
begin
  return query
    select coalesce(c.kind, 1::int2), count(*) from (
      select distinct s.record_id from data.selection_hit s
      where s.company_id = p_company and s.selection_id = p_selection) d
    left join data.call_record c on c.company_id = p_company and c.id = d.record_id
    group by 1;
end $$;
--> statement-breakpoint
-- A piece of a selection at a time; answers how many rows went. The last piece takes the selection itself along.
create function data.trim_selection(p_company int, p_selection uuid, p_limit int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  edge uuid;
  gone int8;
begin
  select s.record_id into edge from data.selection_hit s
    where s.company_id = p_company and s.selection_id = p_selection
    order by s.record_id offset p_limit limit 1;
  delete from data.selection_hit s
    where s.company_id = p_company and s.selection_id = p_selection and (edge is null or s.record_id <= edge);
  get diagnostics gone = row_count;
  if edge is null then
    delete from data.selection s where s.company_id = p_company and s.id = p_selection;
  end if;
  return gone;
end $$;
--> statement-breakpoint
-- A page of a selection for an export, column by column: as one row of lists it costs a tenth of as many rows. The facts are
-- merged where a company's calls lie close to the chosen ones, and asked for one by one where they lie far apart. A call's
-- start stands in its id. While no fence was raised since the freezing every row frozen is still there, and no leaf is opened.
do $do$
declare
  way record;
begin
  for way in select w.name || r.name as name, w.plan, r.still from (values
    ('near', 'set enable_hashjoin = off set enable_nestloop = off'),
    ('far', 'set enable_hashjoin = off set enable_mergejoin = off set enable_material = off set enable_memoize = off')) as w (name, plan)
    cross join (values ('', ''), ('_left', 'and exists (select from data.party p where p.company_id = p_company and p.expires_on = h.expires_on
          and p.pseudonym = h.pseudonym and p.record_id = h.record_id)')) as r (name, still)
  loop
    execute format($fn$
create function data.%I(p_company int, p_selection uuid, p_low uuid, p_high uuid, p_known int[])
returns table (ids text, slices text, codes text, durations text, rings text, endpoints text, queues text, pseudonyms text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off %s as $body$
begin
  return query
    select string_agg(s.record_id::text, ','), string_agg(s.slice_id::text, ','), string_agg(s.code::text, ','),
      string_agg(coalesce(s.duration_seconds::text, ''), ','), string_agg(coalesce(s.ring_seconds::text, ''), ','),
      string_agg(coalesce(s.endpoint_id::text, ''), ','),
      case when count(s.queue_id) > 0 then string_agg(coalesce(s.queue_id::text, ''), ',') end,
      case when count(s.pseudonym) > 0 then string_agg(coalesce(s.pseudonym::text, ''), ',') end
    from (
      select h.record_id, h.slice_id, c.duration_seconds, c.ring_seconds, c.endpoint_id, c.queue_id,
        coalesce(c.kind + (coalesce(c.direction, 0::int2) << 3) + (coalesce(c.disposition, 0::int2) << 6)
            + case when case when c.erased is null then c.parties else c.parties & ~c.erased end
              = 1 << (h.role * 4 + h.class - 5) then 0 else 1 << 15 end
            + (c.source_id::int8 << 16), 1 << 15)
          + (h.role << 9) + (h.class << 12) as code,
        case when h.slice_id = any (p_known) then null else h.pseudonym end as pseudonym
      from data.selection_hit h
      left join data.call_record c on c.company_id = p_company and c.id = h.record_id and c.id >= p_low and c.id <= p_high
      where h.company_id = p_company and h.selection_id = p_selection and h.record_id >= p_low and h.record_id <= p_high %s
      order by h.record_id desc) s
    having count(*) > 0;
end $body$ $fn$, 'export_' || way.name, way.plan, way.still);
  end loop;
end $do$;
--> statement-breakpoint
-- Where the next pages end, so that several can be asked for at once: the lowest record of each, the newest page first.
create function data.export_edges(p_company int, p_selection uuid, p_before uuid, p_limit int, p_pages int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  high uuid := p_before;
  edge uuid;
begin
  for i in 1 .. p_pages loop
    select s.record_id into edge from data.selection_hit s
      where s.company_id = p_company and s.selection_id = p_selection and s.record_id < high
      order by s.record_id desc offset p_limit - 1 limit 1;
    if edge is null then
      if exists (select from data.selection_hit s
        where s.company_id = p_company and s.selection_id = p_selection and s.record_id < high) then
        return next '00000000-0000-0000-0000-000000000000'::uuid;
      end if;
      return;
    end if;
    return next edge;
    high := edge;
  end loop;
end $$;
--> statement-breakpoint
-- The records from p_low on before p_before. `frozen` counts them as they were chosen, and is null where all of them are there;
-- without any left there are no columns. Facts are merged while the company has at most p_close calls in between.
create function data.export_page(p_company int, p_selection uuid, p_low uuid, p_before uuid, p_close int, p_epoch int8, p_known int[])
returns table (frozen int, ids text, slices text, codes text, durations text, rings text, endpoints text, queues text, pseudonyms text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  low uuid;
  high uuid;
  near boolean;
begin
  select s.record_id into high from data.selection_hit s
    where s.company_id = p_company and s.selection_id = p_selection and s.record_id < p_before
    order by s.record_id desc limit 1;
  select s.record_id into low from data.selection_hit s
    where s.company_id = p_company and s.selection_id = p_selection and s.record_id >= p_low
    order by s.record_id limit 1;
  if high is null or low is null or low > high then return; end if;
  select count(*) <= p_close into near from (
    select from data.call_record c where c.company_id = p_company and c.id >= low and c.id <= high limit p_close + 1) n;
  if exists (select from data.fence f where f.company_id = p_company and f.epoch = p_epoch) then
    if near then
      select n.* into ids, slices, codes, durations, rings, endpoints, queues, pseudonyms
        from data.export_near(p_company, p_selection, low, high, p_known) n;
    else
      select n.* into ids, slices, codes, durations, rings, endpoints, queues, pseudonyms
        from data.export_far(p_company, p_selection, low, high, p_known) n;
    end if;
  else
    select count(distinct s.record_id) into frozen from data.selection_hit s
      where s.company_id = p_company and s.selection_id = p_selection and s.record_id >= low and s.record_id <= high;
    if near then
      select n.* into ids, slices, codes, durations, rings, endpoints, queues, pseudonyms
        from data.export_near_left(p_company, p_selection, low, high, p_known) n;
    else
      select n.* into ids, slices, codes, durations, rings, endpoints, queues, pseudonyms
        from data.export_far_left(p_company, p_selection, low, high, p_known) n;
    end if;
  end if;
  return next;
end $$;
--> statement-breakpoint
-- Everybody in records that end on one day, column by column: the leaf is read once between the first and the last of them.
-- EXECUTE plans for the day at hand, which opens that leaf alone; a plan for any day opens hundreds of them every time.
create function data.export_parties_of_day(p_company int, p_records uuid[], p_day date)
returns table (ids text, slices text, codes text, pseudonyms text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_mergejoin = off set enable_nestloop = off set enable_indexscan = off as $$
declare
  low uuid;
  high uuid;
begin
  select n.id into low from unnest(p_records) as n (id) order by n.id limit 1;
  select n.id into high from unnest(p_records) as n (id) order by n.id desc limit 1;
  return query execute $query$
    select string_agg(f.record_id::text, ','), string_agg(f.slice_id::text, ','), string_agg(((f.role << 3) + f.class)::text, ','), string_agg(f.pseudonym::text, ',')
    from (
      select p.record_id, p.slice_id, p.role, p.class, p.pseudonym from data.party p
      where p.company_id = $1 and p.expires_on = $2 and p.record_id >= $3 and p.record_id <= $4
        and p.record_id in (select n.id from unnest($5) as n (id))) f
    having count(*) > 0 $query$ using p_company, p_day, low, high, p_records;
end $$;
--> statement-breakpoint
-- The same for many days: of p_records, those from p_first[i] to p_last[i] may end on p_days[i]. Reading a page of a leaf takes
-- about 6 microseconds, planning for a day 400, a record on its own 40: whichever way is shorter is taken.
create function data.export_parties(p_company int, p_records uuid[], p_days date[], p_first int[], p_last int[])
returns table (ids text, slices text, codes text, pseudonyms text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  effort int8;
begin
  select sum(400 + coalesce(pg_relation_size(to_regclass('data.party_' || data.leaf_of(d.day))), 0) / 8192 * 6) into effort
    from unnest(p_days) as d (day);
  if effort <= cardinality(p_records) * 40 then
    for i in 1 .. cardinality(p_days) loop
      return query select d.* from data.export_parties_of_day(p_company, p_records[p_first[i] : p_last[i]], p_days[i]) d;
    end loop;
  else
    return query
      select string_agg(f.record_id::text, ','), string_agg(f.slice_id::text, ','), string_agg(((f.role << 3) + f.class)::text, ','), string_agg(f.pseudonym::text, ',')
      from data.parties_of_records(p_company, p_records, p_days) f
      having count(*) > 0;
  end if;
end $$;
--> statement-breakpoint
revoke all on function data.export_near(int, uuid, uuid, uuid, int[]), data.export_far(int, uuid, uuid, uuid, int[]),
  data.export_near_left(int, uuid, uuid, uuid, int[]), data.export_far_left(int, uuid, uuid, uuid, int[]),
  data.count_selection(int, uuid), data.trim_selection(int, uuid, int), data.export_edges(int, uuid, uuid, int, int),
  data.export_page(int, uuid, uuid, uuid, int, int8, int[]),
  data.export_parties_of_day(int, uuid[], date), data.export_parties(int, uuid[], date[], int[], int[]) from public;
grant execute on function data.count_selection(int, uuid), data.trim_selection(int, uuid, int), data.export_edges(int, uuid, uuid, int, int),
  data.export_page(int, uuid, uuid, uuid, int, int8, int[]), data.export_parties(int, uuid[], date[], int[], int[]) to gallra_web;
