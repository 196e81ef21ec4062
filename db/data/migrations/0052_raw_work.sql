-- Raw records of stored calls are listed, verified, and read anew through another driver or a newer version of a layout.
-- When the frames of a segment came; null: from before it was noted, then the day of its calls counts.
alter table data.raw_segment add column received_at timestamptz;
--> statement-breakpoint
-- What is done with them. `counts` are figures by name, which grow with each step; (at_day, at_id) is the segment behind which it goes on.
create table data.raw_work (
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  segments_total int8 not null default 0,
  segments_done int8 not null default 0,
  company_id int not null,
  source_id int not null,
  layout_id int,
  layout_version int,
  attempt int not null default 0,
  from_day date not null,
  to_day date not null,
  at_day date,
  id uuid not null,
  account_id uuid not null,
  at_id uuid,
  kind text not null check (kind in ('verify', 'replay')),
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  driver text,
  driver_options jsonb,
  counts jsonb not null default '{}',
  error text,
  cancel_requested boolean not null default false,
  primary key (company_id, id)
);
create index raw_work_open on data.raw_work (company_id) where state in ('waiting', 'running');
-- Where a verification found damage: the segment, and the place in it where one can be told.
create table data.raw_damage (
  company_id int not null,
  work_id uuid not null,
  segment_id uuid not null,
  ordinal int2 not null,
  call_day date not null,
  records int4 not null,
  reason text not null check (reason in ('seal', 'payload', 'count', 'place', 'call', 'missing')),
  primary key (company_id, work_id, segment_id, ordinal, reason)
);
-- Under which other ids, and with which other kinds of identifiers, a call that was read anew is known when it is sent again.
create table data.call_alias (
  company_id int not null,
  parties int not null,
  id uuid not null,
  record_id uuid not null,
  primary key (company_id, id, record_id, parties)
);
create index call_alias_record on data.call_alias (company_id, record_id);
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['raw_work', 'raw_damage', 'call_alias'] loop
    execute format('alter table data.%I enable row level security', name);
    execute format('alter table data.%I force row level security', name);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', name);
  end loop;
end $$;
grant select, insert, update, delete on data.raw_work, data.raw_damage to gallra_web;
grant select on data.call_alias to gallra_ingest;
--> statement-breakpoint
create or replace function data.move_raw_segment(p_company int, p_day date, p_id uuid, p_new_day date, p_new_slice int, p_sealed bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  was data.raw_segment;
begin
  delete from data.raw_segment r where r.company_id = p_company and r.expires_on = p_day and r.id = p_id returning r.* into was;
  if not found then return false; end if;
  insert into data.raw_segment (company_id, expires_on, slice_id, source_id, id, delivery_id, product, records, sealed, reader_id, received_at)
    values (p_company, p_new_day, p_new_slice, was.source_id, p_id, was.delivery_id, was.product, was.records, p_sealed, was.reader_id, was.received_at);
  perform data.add_stored(p_company, array[p_day, p_new_day], array[was.product, was.product], array[5, 5]::int2[],
    array[-was.records, was.records]::int8[]);
  return true;
end $$;
--> statement-breakpoint
-- Segments of a source by their slice and by who has read them, on the given days of expiry.
create function data.raw_counts(p_company int, p_source int, p_days date[], p_slices int[])
returns table (slice_id int, reader_id int, expires_on date, segments int8, records int8, bytes int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select f.* from unnest(p_days) as probe (day)
    cross join lateral (
      select r.slice_id, r.reader_id, r.expires_on, count(*), sum(r.records)::int8, sum(octet_length(r.sealed))::int8
      from data.raw_segment r
      where r.company_id = p_company and r.expires_on = probe.day and r.source_id = p_source and r.slice_id = any (p_slices)
      group by 1, 2, 3) f;
end $$;
-- Segments of a source in the order of their days of expiry and ids.
create function data.raw_page(p_company int, p_source int, p_days date[], p_slices int[], p_after_day date, p_after uuid, p_limit int)
returns table (id uuid, expires_on date, slice_id int, delivery_id uuid, product int2, records int2, reader_id int, received_at timestamptz, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  day date;
  found_rows int;
  open_rows int := least(p_limit, 500);
begin
  for day in select distinct d from unnest(p_days) d where p_after_day is null or d >= p_after_day order by d loop
    return query
      select r.id, r.expires_on, r.slice_id, r.delivery_id, r.product, r.records, r.reader_id, r.received_at, r.sealed
      from data.raw_segment r
      where r.company_id = p_company and r.expires_on = day and r.source_id = p_source and r.slice_id = any (p_slices)
        and (p_after is null or day > p_after_day or r.id > p_after)
      order by r.id limit open_rows;
    get diagnostics found_rows = row_count;
    open_rows := open_rows - found_rows;
    exit when open_rows <= 0;
  end loop;
end $$;
-- The facts of calls, as their reading is compared with them.
create function data.call_facts(p_company int, p_ids uuid[])
returns table (id uuid, segment_id uuid, ordinal int2, started_at timestamptz, call_day date, duration_seconds int, parties int, kind int2,
  direction int2, disposition int2, endpoint_id int, queue_id int, trunk_id int, ring_seconds int, cost_cents int, erased int, late int,
  part_of uuid, apart int2, nature int2, category int2, mos_hundredths int2, jitter_ms int2, latency_ms int2, loss_permille int2, codec int2,
  corrected boolean, held boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  return query
    select c.id, c.segment_id, c.ordinal, c.started_at, c.call_day, c.duration_seconds, c.parties, c.kind, c.direction, c.disposition,
      c.endpoint_id, c.queue_id, c.trunk_id, c.ring_seconds, c.cost_cents, c.erased, c.late, c.part_of, c.apart, c.nature, c.category,
      c.mos_hundredths, c.jitter_ms, c.latency_ms, c.loss_permille, c.codec,
      exists (select from data.correction k where k.company_id = p_company and k.record_id = c.id),
      exists (select from data.case_call k where k.company_id = p_company and k.record_id = c.id)
    from unnest(p_ids) as n (id)
    cross join lateral (select r.* from data.call_record r where r.company_id = p_company and r.id = n.id) c;
end $$;
-- Calls of a source by day: all of them, those without a raw record, and those of which something was erased or came too late.
create function data.calls_by_day(p_company int, p_source int, p_from date, p_to date)
returns table (day date, calls int8, without_raw int8, values_gone int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select c.call_day, count(*), count(*) filter (where c.segment_id is null),
      count(*) filter (where coalesce(c.erased, 0) <> 0 or coalesce(c.late, 0) <> 0)
    from data.call_record c
    where c.company_id = p_company and c.source_id = p_source and c.call_day >= p_from and c.call_day <= p_to
      and c.id >= data.id_floor((p_from - 3)::timestamp at time zone 'UTC') and c.id < data.id_floor((p_to + 4)::timestamp at time zone 'UTC')
    group by 1;
end $$;
-- Calls of a source whose raw record should stand in a segment that is not there, at most so many; the days of expiry are the living ones.
create function data.calls_missing_raw(p_company int, p_source int, p_day date, p_days date[], p_limit int)
returns table (segment_id uuid, calls int8, parties int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    with pointed as materialized (
      select c.segment_id, count(*) as calls, bit_or(c.parties) as parties from data.call_record c
      where c.company_id = p_company and c.source_id = p_source and c.call_day = p_day and c.segment_id is not null
        and c.id >= data.id_floor((p_day - 3)::timestamp at time zone 'UTC') and c.id < data.id_floor((p_day + 4)::timestamp at time zone 'UTC')
      group by 1)
    select p.segment_id, p.calls, p.parties from pointed p
    where not exists (
      select from unnest(p_days) as probe (day)
      join lateral (select from data.raw_segment r where r.company_id = p_company and r.expires_on = probe.day and r.id = p.segment_id) f on true)
    order by 1 limit p_limit;
end $$;
-- Who has read records, with the name of the layout.
create function data.readers_of(p_company int, p_ids int[]) returns table (id int, driver text, layout_id int, layout_version int, layout_name text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select r.id, r.driver, r.layout_id, r.layout_version, l.name from data.reader r
    left join data.layout l on l.company_id = p_company and l.id = r.layout_id
    where r.company_id = p_company and r.id = any (p_ids);
end $$;
--> statement-breakpoint
create function data.start_raw_work(p_company int, p_id uuid, p_at timestamptz) returns setof data.raw_work
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    update data.raw_work w set state = 'running', attempt = w.attempt + 1, started_at = coalesce(w.started_at, p_at)
    where w.company_id = p_company and w.id = p_id and w.state in ('waiting', 'running') returning w.*;
end $$;
-- Moves the work on behind a segment. GL005: it was cancelled, or another worker goes on with it.
create function data.step_raw_work(p_company int, p_id uuid, p_attempt int, p_at_day date, p_at_id uuid, p_segments int, p_counts jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.raw_work w set at_day = coalesce(p_at_day, w.at_day), at_id = coalesce(p_at_id, w.at_id), segments_done = w.segments_done + p_segments,
      counts = w.counts || coalesce((select jsonb_object_agg(n.key, n.value::int8 + coalesce((w.counts ->> n.key)::int8, 0)) from jsonb_each_text(p_counts) n), '{}')
    where w.company_id = p_company and w.id = p_id and w.attempt = p_attempt and w.state = 'running' and not w.cancel_requested;
  if not found then raise exception 'stopped' using errcode = 'GL005'; end if;
end $$;
-- Says how it ended, unless another worker has gone on with it.
create function data.end_raw_work(p_company int, p_id uuid, p_attempt int, p_at timestamptz, p_state text, p_error text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended data.raw_work;
begin
  update data.raw_work w set state = p_state, error = p_error, finished_at = p_at
    where w.company_id = p_company and w.id = p_id and w.attempt = p_attempt and w.state = 'running' returning w.* into ended;
  if not found then return false; end if;
  perform data.append_audit(p_company, p_at, null, 'ingest', case when ended.kind = 'verify' then 'raw.verify.done' else 'raw.replay.done' end,
    null, null, jsonb_build_object('work', ended.id, 'source', ended.source_id, 'state', p_state) || ended.counts, null);
  return true;
end $$;
--> statement-breakpoint
-- Calls that were read anew, in one transaction: the fence goes up, so that nobody goes on with rows of before; their facts change
-- where they stand (a mark made by hand stays), parties that are not read any more go, and their raw leaves its segment. What is new
-- is copied in behind it. GL001: somebody else has raised the fence. GL004: one of them is not as it was read, is about to be held, or was put right.
create function data.store_replayed(p_company int, p_epoch int8, p_work uuid, p_attempt int, p_calls jsonb, p_gone jsonb, p_aliases jsonb,
  p_segment_days date[], p_segment_ids uuid[], p_sealed bytea[], p_left int2[], p_of uuid[], p_without uuid[],
  p_days date[], p_products int2[], p_classes int2[], p_held int8[], p_call_days date[], p_end_days date[],
  p_at_day date, p_at_id uuid, p_segments int, p_counts jsonb, p_detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  there int8;
  days date[]; products int2[]; classes int2[];
begin
  update data.fence f set epoch = f.epoch + 1, raised_at = clock_timestamp() where f.company_id = p_company and f.epoch = p_epoch;
  if not found then raise exception 'fenced' using errcode = 'GL001'; end if;
  perform data.step_raw_work(p_company, p_work, p_attempt, p_at_day, p_at_id, p_segments, p_counts);
  perform from data.call_record c join jsonb_to_recordset(p_calls) as n (former uuid) on c.id = n.former where c.company_id = p_company for update of c;
  select count(*) into there from jsonb_to_recordset(p_calls) as n (former uuid, was_in uuid, was_at int2)
    join data.call_record c on c.company_id = p_company and c.id = n.former and c.segment_id = n.was_in and c.ordinal = n.was_at
    where not exists (select from data.case_call k where k.company_id = p_company and k.record_id = n.former)
      and not exists (select from data.correction k where k.company_id = p_company and k.record_id = n.former);
  if there <> jsonb_array_length(p_calls) then raise exception 'changed meanwhile' using errcode = 'GL004'; end if;
  with gone as (
    delete from data.party p using jsonb_to_recordset(p_gone) as n (record_id uuid, expires_on date, pseudonym uuid, role int2, class int2)
    where p.company_id = p_company and p.expires_on = n.expires_on and p.pseudonym = n.pseudonym and p.record_id = n.record_id
      and p.role = n.role and p.class = n.class
    returning p.expires_on, p.product, p.class)
  select count(*), array_agg(g.expires_on), array_agg(g.product), array_agg(g.class) into there, days, products, classes from gone g;
  if there <> jsonb_array_length(p_gone) then raise exception 'changed meanwhile' using errcode = 'GL004'; end if;
  if days is not null then
    perform data.add_stored(p_company, days, products, classes, array(select -1::int8 from unnest(days)));
  end if;
  if data.rewrite_raw_segments(p_company, p_segment_days, p_segment_ids, p_sealed, p_left, p_of, p_without) <> cardinality(p_segment_ids) then
    raise exception 'changed meanwhile' using errcode = 'GL004';
  end if;
  update data.party p set record_id = n.id
    from jsonb_to_recordset(p_calls) as n (former uuid, id uuid, kept jsonb)
    cross join lateral jsonb_to_recordset(n.kept) as k (expires_on date, pseudonym uuid)
    where n.id <> n.former and p.company_id = p_company and p.expires_on = k.expires_on and p.pseudonym = k.pseudonym and p.record_id = n.former;
  update data.call_record c set id = n.id, started_at = n.started_at, call_day = n.call_day, duration_seconds = n.duration_seconds,
      parties = n.parties, kind = n.kind, direction = n.direction, disposition = n.disposition, endpoint_id = n.endpoint_id,
      queue_id = n.queue_id, trunk_id = n.trunk_id, ring_seconds = n.ring_seconds, cost_cents = n.cost_cents,
      erased = nullif(n.erased, 0), late = nullif(n.late, 0), part_of = n.part_of, apart = n.apart, category = n.category,
      nature = case when c.nature in (3, 4) then c.nature else n.nature end,
      ruled = case when c.nature in (3, 4) then n.nature else c.ruled end,
      mos_hundredths = n.mos_hundredths, jitter_ms = n.jitter_ms, latency_ms = n.latency_ms, loss_permille = n.loss_permille, codec = n.codec,
      segment_id = n.segment_id, ordinal = n.ordinal
    from jsonb_to_recordset(p_calls) as n (former uuid, id uuid, started_at timestamptz, call_day date, duration_seconds int, parties int,
      kind int2, direction int2, disposition int2, endpoint_id int, queue_id int, trunk_id int, ring_seconds int, cost_cents int,
      erased int, late int, part_of uuid, apart int2, nature int2, category int2, mos_hundredths int2, jitter_ms int2, latency_ms int2,
      loss_permille int2, codec int2, segment_id uuid, ordinal int2)
    where c.company_id = p_company and c.id = n.former;
  update data.call_alias a set record_id = n.id from jsonb_to_recordset(p_calls) as n (former uuid, id uuid)
    where n.id <> n.former and a.company_id = p_company and a.record_id = n.former;
  insert into data.call_alias (company_id, id, record_id, parties)
    select p_company, n.id, n.record_id, n.parties from jsonb_to_recordset(p_aliases) as n (id uuid, record_id uuid, parties int)
    on conflict do nothing;
  perform data.add_stored(p_company, p_days, p_products, p_classes, p_held);
  perform data.add_ends(p_company, p_call_days, p_end_days);
  perform data.append_audit(p_company, now(), null, 'ingest', 'ingest.replay', null, null, p_detail, null);
end $$;
--> statement-breakpoint
drop function data.known_records(int, uuid[], date[], uuid);
--> statement-breakpoint
-- Which of these ids are known, of which call, and with which kinds of identifiers; `own` when the raw record came in the same delivery.
create function data.known_records(p_company int, p_ids uuid[], p_days date[], p_delivery uuid)
returns table (id uuid, record_id uuid, parties int, own boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select k.id, k.record_id, k.parties, exists (
      select from data.raw_segment r
      where r.company_id = p_company and r.expires_on = any (p_days) and r.id = k.segment_id and r.delivery_id = p_delivery)
    from (
      select c.id, c.id as record_id, c.parties, c.segment_id from data.call_record c
      where c.company_id = p_company and c.id = any (p_ids)
      union all
      select a.id, c.id, a.parties, c.segment_id from data.call_alias a
      join data.call_record c on c.company_id = p_company and c.id = a.record_id
      where a.company_id = p_company and a.id = any (p_ids)) k;
end $$;
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
    limit p_limit),
  aliases as (delete from data.call_alias a using due d where a.company_id = p_company and a.record_id = d.id)
  delete from data.call_record c using due d where c.company_id = p_company and c.id = d.id;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
revoke execute on function data.raw_counts(int, int, date[], int[]), data.raw_page(int, int, date[], int[], date, uuid, int),
  data.call_facts(int, uuid[]), data.calls_by_day(int, int, date, date), data.calls_missing_raw(int, int, date, date[], int), data.readers_of(int, int[]),
  data.start_raw_work(int, uuid, timestamptz), data.step_raw_work(int, uuid, int, date, uuid, int, jsonb),
  data.end_raw_work(int, uuid, int, timestamptz, text, text), data.known_records(int, uuid[], date[], uuid),
  data.store_replayed(int, int8, uuid, int, jsonb, jsonb, jsonb, date[], uuid[], bytea[], int2[], uuid[], uuid[], date[], int2[], int2[], int8[],
    date[], date[], date, uuid, int, jsonb, jsonb) from public;
grant execute on function data.raw_counts(int, int, date[], int[]), data.raw_page(int, int, date[], int[], date, uuid, int),
  data.call_facts(int, uuid[]), data.calls_by_day(int, int, date, date), data.calls_missing_raw(int, int, date, date[], int), data.readers_of(int, int[]),
  data.start_raw_work(int, uuid, timestamptz), data.step_raw_work(int, uuid, int, date, uuid, int, jsonb),
  data.end_raw_work(int, uuid, int, timestamptz, text, text) to gallra_web;
grant execute on function data.known_records(int, uuid[], date[], uuid),
  data.store_replayed(int, int8, uuid, int, jsonb, jsonb, jsonb, date[], uuid[], bytea[], int2[], uuid[], uuid[], date[], int2[], int2[], int8[],
    date[], date[], date, uuid, int, jsonb, jsonb) to gallra_ingest;
