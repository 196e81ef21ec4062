-- Lines no driver understood can be tried again. From now on they know the session that brought them, as legs that wait do, so
-- that its counts follow them; `join_key` alone tells a leg that waits.
create index undefined_line_again on data.undefined_line (company_id, source_id, delivery_id, position, id) where join_key is null;
--> statement-breakpoint
-- What is done with them besides: `again` reads them anew, `keys` gives the lines that stay a second key after others were erased.
create table data.undefined_work (
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  from_at timestamptz not null,
  before_at timestamptz not null,
  lines_total int8 not null default 0,
  lines_done int8 not null default 0,
  records int8 not null default 0,
  duplicates int8 not null default 0,
  joined int8 not null default 0,
  filtered int8 not null default 0,
  late int8 not null default 0,
  lines_left int8 not null default 0,
  at_position int8,
  company_id int not null,
  source_id int,
  layout_id int,
  layout_version int,
  attempt int not null default 0,
  from_day date not null,
  to_day date not null,
  id uuid not null,
  account_id uuid not null,
  at_delivery uuid,
  at_id uuid,
  kind text not null check (kind in ('again', 'keys')),
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  driver text,
  driver_options jsonb,
  at_state text,
  error text,
  slices int[] not null default '{}',
  cancel_requested boolean not null default false,
  primary key (company_id, id)
);
create index undefined_work_open on data.undefined_work (company_id) where state in ('waiting', 'running');
alter table data.undefined_work enable row level security;
alter table data.undefined_work force row level security;
create policy wall on data.undefined_work using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
grant select, insert, update, delete on data.undefined_work to gallra_web;
--> statement-breakpoint
-- How many lines of each day of reception (in the company's zone), source and reason; legs that wait are none.
create function data.undefined_counts(p_company int, p_days date[], p_zone text, p_limit int)
returns table (day date, source_id int, reason text, lines int8, bytes int8, last_at timestamptz, ends_on date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select (u.received_at at time zone p_zone)::date, u.source_id, u.reason, count(*), sum(u.length_bytes)::int8, max(u.received_at), max(u.expires_on)
    from data.undefined_line u
    where u.company_id = p_company and u.expires_on = any (p_days) and u.join_key is null
    group by 1, 2, 3 order by 1 desc, 2, 4 desc, 3 limit p_limit;
end $$;
--> statement-breakpoint
-- Lines of a source received in a period, the oldest first; sealed bytes only for whoever opens them.
create function data.undefined_page(p_company int, p_days date[], p_source int, p_from timestamptz, p_before timestamptz,
  p_reason text, p_shortest int, p_after_at timestamptz, p_after uuid, p_limit int, p_sealed boolean)
returns table (id uuid, expires_on date, slice_id int, product int2, delivery_id uuid, "position" int8, received_at timestamptz,
  reason text, length_bytes int, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select u.id, u.expires_on, u.slice_id, u.product, u.delivery_id, u.position, u.received_at, u.reason, u.length_bytes,
      case when p_sealed then u.sealed end
    from data.undefined_line u
    where u.company_id = p_company and u.expires_on = any (p_days) and u.source_id = p_source and u.join_key is null
      and u.received_at >= p_from and u.received_at < p_before and (p_reason is null or u.reason = p_reason)
      and u.length_bytes >= p_shortest
      and (p_after is null or (u.received_at, u.id) > (p_after_at, p_after))
    order by u.received_at, u.id limit p_limit;
end $$;
--> statement-breakpoint
create function data.undefined_by_id(p_company int, p_days date[], p_ids uuid[])
returns table (id uuid, expires_on date, slice_id int, source_id int, product int2, received_at timestamptz, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select u.id, u.expires_on, u.slice_id, u.source_id, u.product, u.received_at, u.sealed
    from data.undefined_line u
    where u.company_id = p_company and u.expires_on = any (p_days) and u.id = any (p_ids) and u.join_key is null
    order by u.id limit 1000;
end $$;
--> statement-breakpoint
-- The same lines in the order in which they stand in their files: that is how they are read anew.
create function data.undefined_again(p_company int, p_days date[], p_source int, p_from timestamptz, p_before timestamptz,
  p_reason text, p_delivery uuid, p_position int8, p_after uuid, p_limit int)
returns table (id uuid, expires_on date, slice_id int, product int2, delivery_id uuid, "position" int8, received_at timestamptz,
  reason text, session_id uuid, join_state text, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select u.id, u.expires_on, u.slice_id, u.product, u.delivery_id, u.position, u.received_at, u.reason, u.session_id, u.join_state, u.sealed
    from data.undefined_line u
    where u.company_id = p_company and u.expires_on = any (p_days) and u.source_id = p_source and u.join_key is null
      and u.received_at >= p_from and u.received_at < p_before and (p_reason is null or u.reason = p_reason)
      and (p_after is null or (u.delivery_id, u.position, u.id) > (p_delivery, p_position, p_after))
    order by u.delivery_id, u.position, u.id limit p_limit;
end $$;
--> statement-breakpoint
-- Lines that stay keep what was known of their file when they were read, and the newest reason.
create function data.note_undefined(p_company int, p_source int, p_days date[], p_ids uuid[], p_reasons text[], p_states text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.undefined_line u set reason = n.reason, join_state = coalesce(u.join_state, n.state)
    from unnest(p_days, p_ids, p_reasons, p_states) as n (day, id, reason, state)
    where u.company_id = p_company and u.source_id = p_source and u.expires_on = n.day and u.id = n.id and u.join_key is null
      and (u.reason <> n.reason or (u.join_state is null and n.state is not null));
end $$;
--> statement-breakpoint
-- Ends the transaction in which lines became calls: they go, all of them or nothing (GL004: somebody else took one), the counts
-- of their sessions follow, and the work moves on. GL005: it was cancelled, or another worker goes on with it.
create function data.close_again(p_company int, p_source int, p_work uuid, p_attempt int,
  p_line_days date[], p_line_ids uuid[],
  p_days date[], p_products int2[], p_classes int2[], p_held int8[], p_call_days date[], p_end_days date[],
  p_sessions uuid[], p_records int8[], p_duplicates int8[], p_late int8[], p_joined int8[], p_filtered int8[], p_legs int8[],
  p_left_days date[], p_left_ids uuid[], p_left_reasons text[], p_left_states text[],
  p_at_delivery uuid, p_at_position int8, p_at_id uuid, p_at_state text, p_totals int8[], p_detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  taken int8;
begin
  update data.undefined_work w set at_delivery = coalesce(p_at_delivery, w.at_delivery), at_position = coalesce(p_at_position, w.at_position),
      at_id = coalesce(p_at_id, w.at_id), at_state = case when p_at_id is null then w.at_state else p_at_state end,
      lines_done = w.lines_done + p_totals[1], records = w.records + p_totals[2], duplicates = w.duplicates + p_totals[3],
      joined = w.joined + p_totals[4], filtered = w.filtered + p_totals[5], late = w.late + p_totals[6], lines_left = w.lines_left + p_totals[7]
    where w.company_id = p_company and w.id = p_work and w.attempt = p_attempt and w.state = 'running' and not w.cancel_requested;
  if not found then raise exception 'stopped' using errcode = 'GL005'; end if;
  delete from data.undefined_line u using unnest(p_line_days, p_line_ids) as n (day, id)
    where u.company_id = p_company and u.source_id = p_source and u.expires_on = n.day and u.id = n.id and u.join_key is null;
  get diagnostics taken = row_count;
  if taken <> cardinality(p_line_ids) then raise exception 'taken elsewhere' using errcode = 'GL004'; end if;
  perform data.note_undefined(p_company, p_source, p_left_days, p_left_ids, p_left_reasons, p_left_states);
  update data.transfer_session s set records = s.records + n.records, duplicates = s.duplicates + n.duplicates, late = s.late + n.late,
      joined = s.joined + n.joined, filtered = s.filtered + n.filtered, undefined_lines = greatest(0, s.undefined_lines - n.legs)
    from unnest(p_sessions, p_records, p_duplicates, p_late, p_joined, p_filtered, p_legs)
      as n (id, records, duplicates, late, joined, filtered, legs)
    where s.company_id = p_company and s.id = n.id;
  perform data.add_stored(p_company, p_days, p_products, p_classes, p_held);
  perform data.add_ends(p_company, p_call_days, p_end_days);
  if p_detail is not null then
    perform data.append_audit(p_company, now(), null, 'ingest', 'ingest.again', null, null, p_detail, null);
  end if;
end $$;
--> statement-breakpoint
-- Takes work that waits, or whose worker died. Null when it is over.
create function data.start_undefined_work(p_company int, p_id uuid, p_at timestamptz) returns setof data.undefined_work
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    update data.undefined_work w set state = 'running', attempt = w.attempt + 1, started_at = coalesce(w.started_at, p_at)
    where w.company_id = p_company and w.id = p_id and w.state in ('waiting', 'running') returning w.*;
end $$;
--> statement-breakpoint
-- Says how it ended, unless another worker has gone on with it.
create function data.end_undefined_work(p_company int, p_id uuid, p_attempt int, p_at timestamptz, p_state text, p_error text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended data.undefined_work;
begin
  update data.undefined_work w set state = p_state, error = p_error, finished_at = p_at, at_state = null
    where w.company_id = p_company and w.id = p_id and w.attempt = p_attempt and w.state = 'running' returning w.* into ended;
  if not found then return false; end if;
  perform data.append_audit(p_company, p_at, null, 'ingest', 'undefined.again.done', null, null,
    jsonb_build_object('work', ended.id, 'source', ended.source_id, 'state', p_state, 'records', ended.records, 'duplicates', ended.duplicates,
      'joined', ended.joined, 'filtered', ended.filtered, 'undefinedLines', ended.lines_left), null);
  return true;
end $$;
--> statement-breakpoint
-- Legs that no driver reads any more are lines no driver understood; what they know of file and session stays with them.
create or replace function data.release_waiting(p_company int, p_source int, p_days date[], p_ids uuid[], p_reason text) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  released int8;
begin
  with was as (
    select u.expires_on, u.id, u.session_id from data.undefined_line u join unnest(p_days, p_ids) as n (day, id)
      on u.expires_on = n.day and u.id = n.id
    where u.company_id = p_company and u.source_id = p_source and u.join_key is not null for update of u),
  now_undefined as (
    update data.undefined_line u set join_key = null, waiting_since = null, reason = p_reason
    from was w where u.company_id = p_company and u.expires_on = w.expires_on and u.id = w.id),
  told as (
    update data.transfer_session s set undefined_lines = s.undefined_lines + n.legs, waiting = s.waiting - n.legs
    from (select w.session_id, count(*) as legs from was w group by 1) n where s.company_id = p_company and s.id = n.session_id)
  select count(*) into released from was;
  return released;
end $$;
--> statement-breakpoint
create or replace function data.delete_undefined_lines(p_company int, p_days date[], p_ids uuid[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  days date[]; products int2[]; sessions uuid[];
begin
  with gone as (
    delete from data.undefined_line u using unnest(p_days, p_ids) as n (day, id)
    where u.company_id = p_company and u.expires_on = n.day and u.id = n.id
    returning u.expires_on, u.product, u.session_id, u.join_key)
  select array_agg(g.expires_on), array_agg(g.product),
      array_agg(g.session_id) filter (where g.session_id is not null and g.join_key is not null)
    into days, products, sessions from gone g;
  if days is null then return 0; end if;
  perform data.add_stored(p_company, days, products, array(select 6::int2 from unnest(days)), array(select -1::int8 from unnest(days)));
  if sessions is not null then
    update data.transfer_session s set undefined_lines = s.undefined_lines + n.legs, waiting = s.waiting - n.legs
      from (select i.id, count(*) as legs from unnest(sessions) as i (id) group by 1) n where s.company_id = p_company and s.id = n.id;
  end if;
  return cardinality(days);
end $$;
--> statement-breakpoint
revoke execute on function data.undefined_counts(int, date[], text, int),
  data.undefined_page(int, date[], int, timestamptz, timestamptz, text, int, timestamptz, uuid, int, boolean),
  data.undefined_by_id(int, date[], uuid[]),
  data.undefined_again(int, date[], int, timestamptz, timestamptz, text, uuid, int8, uuid, int),
  data.note_undefined(int, int, date[], uuid[], text[], text[]), data.start_undefined_work(int, uuid, timestamptz),
  data.end_undefined_work(int, uuid, int, timestamptz, text, text),
  data.close_again(int, int, uuid, int, date[], uuid[], date[], int2[], int2[], int8[], date[], date[], uuid[], int8[], int8[], int8[], int8[], int8[], int8[],
    date[], uuid[], text[], text[], uuid, int8, uuid, text, int8[], jsonb) from public;
grant execute on function data.undefined_counts(int, date[], text, int),
  data.undefined_page(int, date[], int, timestamptz, timestamptz, text, int, timestamptz, uuid, int, boolean),
  data.undefined_by_id(int, date[], uuid[]),
  data.undefined_again(int, date[], int, timestamptz, timestamptz, text, uuid, int8, uuid, int) to gallra_web;
grant execute on function data.undefined_again(int, date[], int, timestamptz, timestamptz, text, uuid, int8, uuid, int),
  data.start_undefined_work(int, uuid, timestamptz),
  data.end_undefined_work(int, uuid, int, timestamptz, text, text),
  data.close_again(int, int, uuid, int, date[], uuid[], date[], int2[], int2[], int8[], date[], date[], uuid[], int8[], int8[], int8[], int8[], int8[], int8[],
    date[], uuid[], text[], text[], uuid, int8, uuid, text, int8[], jsonb) to gallra_ingest;
