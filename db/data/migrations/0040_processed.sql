-- What became of everything a source brought on a day of reception, in counts alone: kept in the transaction that stores it, so that
-- sums outlive sessions and calls. frames + further = records + duplicates + joined + filtered + undefined_lines + waiting + left_out.
create table data.processed_day (
  day date not null,
  company_id int not null,
  source_id int not null,
  processed_at timestamptz,
  frames int8 not null default 0,
  further int8 not null default 0,
  records int8 not null default 0,
  duplicates int8 not null default 0,
  joined int8 not null default 0,
  filtered int8 not null default 0,
  undefined_lines int8 not null default 0,
  waiting int8 not null default 0,
  late int8 not null default 0,
  implausible int8 not null default 0,
  apart int8 not null default 0,
  bad_lines int8 not null default 0,
  left_out int8 not null default 0,
  shielded int8 not null default 0,
  primary key (company_id, source_id, day)
);
create index processed_day_by_day on data.processed_day (company_id, day);
-- Frames of which nothing became anything: there should never be one, so that asking every company costs nothing.
create index processed_day_missing on data.processed_day (company_id)
  where frames + further <> records + duplicates + joined + filtered + undefined_lines + waiting + left_out;
--> statement-breakpoint
-- The same of a transfer session, as far as it did not count it yet; `read_frames` are those of its frames that were read.
alter table data.transfer_session add column read_frames int8 not null default 0, add column further int8 not null default 0,
  add column implausible int8 not null default 0, add column apart int8 not null default 0, add column bad_lines int8 not null default 0,
  add column left_out int8 not null default 0;
--> statement-breakpoint
-- How long it may be silent: a source, or with source 0 the company as a whole, by what is watched. No calendar: the company's, or always.
create table data.guard (
  since timestamptz not null,
  set_at timestamptz not null,
  company_id int not null,
  source_id int not null,
  minutes int not null check (minutes between 1 and 20160),
  set_by uuid,
  kind text not null check (kind in ('processed', 'collected')),
  set_by_name text not null,
  calendar jsonb,
  primary key (company_id, source_id, kind)
);
--> statement-breakpoint
-- When an alarm was raised and when it ended, and who has taken note of it. `alarm` tells one from the others of the company.
create table data.alarm_event (
  raised_at timestamptz not null,
  ended_at timestamptz,
  acknowledged_at timestamptz,
  company_id int not null,
  source_id int,
  id uuid not null,
  acknowledged_by uuid,
  kind text not null,
  alarm text not null,
  acknowledged_by_name text,
  primary key (company_id, id)
);
create unique index alarm_event_open on data.alarm_event (company_id, alarm) where ended_at is null;
create index alarm_event_raised on data.alarm_event (company_id, raised_at);
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['processed_day', 'guard', 'alarm_event'] loop
    execute format('alter table data.%I enable row level security', name);
    execute format('alter table data.%I force row level security', name);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', name);
  end loop;
end $$;
--> statement-breakpoint
-- What was collected before has no day of its own: it is counted on the day its session began.
do $$
declare
  company data.company;
begin
  for company in select * from data.company loop
    perform set_config('app.company_id', company.id::text, true);
    update data.transfer_session s set read_frames = s.records + s.duplicates + s.joined + s.filtered + s.undefined_lines + s.waiting
      where s.company_id = company.id;
    insert into data.processed_day (company_id, source_id, day, processed_at, frames, records, duplicates, joined, filtered, undefined_lines, waiting, late)
      select s.company_id, s.source_id, (s.started_at at time zone company.time_zone)::date, max(s.last_at) filter (where s.records > 0),
        sum(s.read_frames), sum(s.records), sum(s.duplicates), sum(s.joined), sum(s.filtered), sum(s.undefined_lines), sum(s.waiting), sum(s.late)
      from data.transfer_session s where s.company_id = company.id group by 1, 2, 3;
  end loop;
  perform set_config('app.company_id', '', true);
end $$;
--> statement-breakpoint
-- Adds to a day what a batch came to; to its session what closing the batch does not count. Counts in the order of the columns,
-- frames to bad_lines, then the frames left out before the inbox, which add_left_out adds to the day; they may be less than zero
-- where something became something else.
create function data.add_processed(p_company int, p_source int, p_day date, p_session uuid, p_at timestamptz, p_counts int8[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  if cardinality(p_counts) <> 13 then raise exception 'thirteen counts' using errcode = '22023'; end if;
  insert into data.processed_day as d (company_id, source_id, day, processed_at, frames, further, records, duplicates, joined, filtered,
      undefined_lines, waiting, late, implausible, apart, bad_lines)
    values (p_company, p_source, p_day, p_at, p_counts[1], p_counts[2], p_counts[3], p_counts[4], p_counts[5], p_counts[6],
      p_counts[7], p_counts[8], p_counts[9], p_counts[10], p_counts[11], p_counts[12])
  on conflict (company_id, source_id, day) do update set processed_at = greatest(d.processed_at, excluded.processed_at),
    frames = d.frames + excluded.frames, further = d.further + excluded.further, records = d.records + excluded.records,
    duplicates = d.duplicates + excluded.duplicates, joined = d.joined + excluded.joined, filtered = d.filtered + excluded.filtered,
    undefined_lines = d.undefined_lines + excluded.undefined_lines, waiting = d.waiting + excluded.waiting, late = d.late + excluded.late,
    implausible = d.implausible + excluded.implausible, apart = d.apart + excluded.apart, bad_lines = d.bad_lines + excluded.bad_lines;
  if p_session is not null then
    update data.transfer_session s set read_frames = s.read_frames + p_counts[1], further = s.further + p_counts[2],
        implausible = s.implausible + p_counts[10], apart = s.apart + p_counts[11], bad_lines = s.bad_lines + p_counts[12],
        left_out = s.left_out + p_counts[13]
      where s.company_id = p_company and s.id = p_session;
  end if;
end $$;
--> statement-breakpoint
-- What was left out before the inbox, and in what the digits of a shielded number were overwritten: in the transaction of the batch.
create function data.add_left_out(p_company int, p_source int, p_day date, p_left_out int8, p_shielded int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  insert into data.processed_day as d (company_id, source_id, day, left_out, shielded)
    values (p_company, p_source, p_day, p_left_out, p_shielded)
  on conflict (company_id, source_id, day) do update set left_out = d.left_out + excluded.left_out, shielded = d.shielded + excluded.shielded;
end $$;
--> statement-breakpoint
-- Legs that waited and are lines no driver understood now, on the days on which they were received.
create function data.waiting_undefined(p_company int, p_sources int[], p_received timestamptz[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into data.processed_day as d (company_id, source_id, day, undefined_lines, waiting)
    select p_company, n.source_id, (n.received_at at time zone c.time_zone)::date, count(*), -count(*)
    from unnest(p_sources, p_received) as n (source_id, received_at) join data.company c on c.id = p_company
    group by 2, 3 order by 2, 3
  on conflict (company_id, source_id, day) do update set undefined_lines = d.undefined_lines + excluded.undefined_lines,
    waiting = d.waiting + excluded.waiting;
end $$;
--> statement-breakpoint
create or replace function data.release_waiting(p_company int, p_source int, p_days date[], p_ids uuid[], p_reason text) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  sessions uuid[]; received timestamptz[];
begin
  with was as (
    select u.expires_on, u.id, u.session_id, u.received_at from data.undefined_line u join unnest(p_days, p_ids) as n (day, id)
      on u.expires_on = n.day and u.id = n.id
    where u.company_id = p_company and u.source_id = p_source and u.join_key is not null for update of u),
  now_undefined as (
    update data.undefined_line u set join_key = null, waiting_since = null, reason = p_reason
    from was w where u.company_id = p_company and u.expires_on = w.expires_on and u.id = w.id)
  select array_agg(w.session_id), array_agg(w.received_at) into sessions, received from was w;
  if received is null then return 0; end if;
  perform data.waiting_undefined(p_company, array(select p_source from unnest(received)), received);
  update data.transfer_session s set undefined_lines = s.undefined_lines + n.legs, waiting = s.waiting - n.legs
    from (select i.id, count(*) as legs from unnest(sessions) as i (id) where i.id is not null group by 1) n
    where s.company_id = p_company and s.id = n.id;
  return cardinality(received);
end $$;
--> statement-breakpoint
create or replace function data.settle_waiting(p_company int, p_before timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  zone text := (select c.time_zone from data.company c where c.id = p_company);
  settled int8 := 0;
  ended int8;
begin
  -- The rows are held first: what a batch adds meanwhile is then seen with its lines, or not at all. Days before sessions, as a batch does.
  perform from data.processed_day d where d.company_id = p_company and d.waiting > 0 and d.day < (p_before at time zone zone)::date
    order by d.source_id, d.day for update;
  if found then
    with still as (
      select u.source_id, (u.received_at at time zone zone)::date as day, count(*) as legs from data.undefined_line u
      where u.company_id = p_company and u.join_key is not null group by 1, 2)
    update data.processed_day d set undefined_lines = d.undefined_lines + d.waiting - n.legs, waiting = n.legs
      from (select t.source_id, t.day, coalesce(w.legs, 0) as legs from data.processed_day t
        left join still w on w.source_id = t.source_id and w.day = t.day
        where t.company_id = p_company and t.waiting > 0 and t.day < (p_before at time zone zone)::date) n
      where d.company_id = p_company and d.source_id = n.source_id and d.day = n.day and d.waiting > n.legs;
    get diagnostics settled = row_count;
  end if;
  perform from data.transfer_session s where s.company_id = p_company and s.waiting > 0 and s.last_at < p_before for update;
  if not found then return settled; end if;
  with still as (
    select u.session_id, count(*) as legs from data.undefined_line u
    where u.company_id = p_company and u.join_key is not null group by 1)
  update data.transfer_session s set undefined_lines = s.undefined_lines + s.waiting - n.legs, waiting = n.legs
    from (select t.id, coalesce(w.legs, 0) as legs from data.transfer_session t left join still w on w.session_id = t.id
      where t.company_id = p_company and t.waiting > 0 and t.last_at < p_before) n
    where s.company_id = p_company and s.id = n.id and s.waiting > n.legs;
  get diagnostics ended = row_count;
  return settled + ended;
end $$;
--> statement-breakpoint
create or replace function data.delete_undefined_lines(p_company int, p_days date[], p_ids uuid[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  days date[]; products int2[]; sessions uuid[]; sources int[]; received timestamptz[];
begin
  with gone as (
    delete from data.undefined_line u using unnest(p_days, p_ids) as n (day, id)
    where u.company_id = p_company and u.expires_on = n.day and u.id = n.id
    returning u.expires_on, u.product, u.session_id, u.join_key, u.source_id, u.received_at)
  select array_agg(g.expires_on), array_agg(g.product), array_agg(g.session_id) filter (where g.session_id is not null and g.join_key is not null),
      array_agg(g.source_id) filter (where g.join_key is not null), array_agg(g.received_at) filter (where g.join_key is not null)
    into days, products, sessions, sources, received from gone g;
  if days is null then return 0; end if;
  perform data.add_stored(p_company, days, products, array(select 6::int2 from unnest(days)), array(select -1::int8 from unnest(days)));
  if sources is not null then perform data.waiting_undefined(p_company, sources, received); end if;
  if sessions is not null then
    update data.transfer_session s set undefined_lines = s.undefined_lines + n.legs, waiting = s.waiting - n.legs
      from (select i.id, count(*) as legs from unnest(sessions) as i (id) group by 1) n where s.company_id = p_company and s.id = n.id;
  end if;
  return cardinality(days);
end $$;
--> statement-breakpoint
-- Statistics and ended alarms of days so long past that nobody compares with them. At most p_limit rows of each at once.
create function data.forget_processed(p_company int, p_before date, p_limit int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8; more int8;
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  delete from data.processed_day d using (
    select x.source_id, x.day from data.processed_day x where x.company_id = p_company and x.day < p_before limit p_limit) n
    where d.company_id = p_company and d.source_id = n.source_id and d.day = n.day;
  get diagnostics gone = row_count;
  delete from data.alarm_event e using (
    select x.id from data.alarm_event x where x.company_id = p_company and x.ended_at < p_before limit p_limit) n
    where e.company_id = p_company and e.id = n.id;
  get diagnostics more = row_count;
  return gone + more;
end $$;
--> statement-breakpoint
alter function data.add_processed(int, int, date, uuid, timestamptz, int8[]) owner to gallra_owner;
alter function data.add_left_out(int, int, date, int8, int8) owner to gallra_owner;
alter function data.waiting_undefined(int, int[], timestamptz[]) owner to gallra_owner;
alter function data.forget_processed(int, date, int) owner to gallra_owner;
revoke execute on function data.add_processed(int, int, date, uuid, timestamptz, int8[]), data.add_left_out(int, int, date, int8, int8),
  data.waiting_undefined(int, int[], timestamptz[]), data.forget_processed(int, date, int) from public;
grant execute on function data.add_processed(int, int, date, uuid, timestamptz, int8[]) to gallra_ingest;
grant execute on function data.forget_processed(int, date, int) to gallra_keeper;
-- Whoever looks after all companies asks which of them need looking at: counts and settings alone.
create policy keep_all on data.processed_day for select to gallra_keeper using (true);
create policy keep_all on data.guard for select to gallra_keeper using (true);
create policy keep_all on data.alarm_event for select to gallra_keeper using (true);
grant select on data.processed_day to gallra_keeper;
grant select (company_id, kind) on data.guard to gallra_keeper;
grant select (company_id, ended_at) on data.alarm_event to gallra_keeper;
grant select on data.processed_day to gallra_web, gallra_report;
grant select, insert, update, delete on data.guard to gallra_web;
grant select, insert, update on data.alarm_event to gallra_web;
