-- Legs of calls that are not whole yet wait as sealed lines of the class `undefined`: search, erasure, expiry, register and canary
-- reach them like those. `join_key` is a digest of company, source and what the PBX calls the call; it tells them apart.
alter table data.undefined_line add column waiting_since timestamptz, add column join_key uuid, add column session_id uuid,
  add column join_state text;
create index undefined_line_waiting on data.undefined_line (company_id, source_id, join_key) where join_key is not null;
--> statement-breakpoint
alter table data.transfer_session add column waiting int8 not null default 0;
create index transfer_session_waiting on data.transfer_session (company_id, id) where waiting > 0;
--> statement-breakpoint
-- What has been joined lately, so that a leg sent again is known: by part, start, duration and end, and by no value of anybody.
create table data.joined_call (
  call_at timestamptz not null,
  noted_at timestamptz not null,
  company_id int not null,
  source_id int not null,
  join_key uuid not null,
  legs jsonb not null,
  primary key (company_id, source_id, join_key)
);
alter table data.joined_call enable row level security;
alter table data.joined_call force row level security;
create policy wall on data.joined_call using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
--> statement-breakpoint
-- Of these calls those of which a leg waits or which have been joined already.
create function data.known_joins(p_company int, p_source int, p_days date[], p_keys uuid[])
returns table (join_key uuid, waiting int8, call_at timestamptz, legs jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    with waits as (
      select u.join_key, count(*) as n from data.undefined_line u
      where u.company_id = p_company and u.source_id = p_source and u.expires_on = any (p_days) and u.join_key = any (p_keys)
      group by u.join_key)
    select coalesce(w.join_key, j.join_key), coalesce(w.n, 0), j.call_at, j.legs
    from waits w full join (
      select * from data.joined_call c where c.company_id = p_company and c.source_id = p_source and c.join_key = any (p_keys)) j
      on j.join_key = w.join_key;
end $$;
--> statement-breakpoint
-- Calls of which several legs wait, or whose last leg came before a moment; in the order of their keys.
create function data.waiting_calls(p_company int, p_source int, p_days date[], p_before timestamptz, p_after uuid, p_limit int)
returns table (join_key uuid, legs int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select u.join_key, count(*) from data.undefined_line u
    where u.company_id = p_company and u.source_id = p_source and u.expires_on = any (p_days) and u.join_key > p_after
    group by u.join_key having count(*) > 1 or max(u.waiting_since) < p_before
    order by u.join_key limit p_limit;
end $$;
--> statement-breakpoint
-- The legs that wait of these calls, in the order in which they were received.
create function data.waiting_legs(p_company int, p_source int, p_days date[], p_keys uuid[], p_limit int)
returns table (join_key uuid, id uuid, expires_on date, slice_id int, session_id uuid, product int2, received_at timestamptz,
  waiting_since timestamptz, join_state text, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select u.join_key, u.id, u.expires_on, u.slice_id, u.session_id, u.product, u.received_at, u.waiting_since, u.join_state, u.sealed
    from data.undefined_line u
    where u.company_id = p_company and u.source_id = p_source and u.expires_on = any (p_days) and u.join_key = any (p_keys)
    order by u.received_at, u.delivery_id, u.position, u.id limit p_limit;
end $$;
--> statement-breakpoint
-- Which sources of the company have legs that wait.
create function data.sources_waiting(p_company int, p_days date[]) returns table (source_id int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select distinct u.source_id from data.undefined_line u
    where u.company_id = p_company and u.expires_on = any (p_days) and u.join_key is not null order by 1;
end $$;
--> statement-breakpoint
create function data.note_joined(p_company int, p_source int, p_at timestamptz, p_calls jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.joined_call as j (company_id, source_id, join_key, call_at, noted_at, legs)
    select p_company, p_source, c.key, c.call_at, p_at, c.legs
    from jsonb_to_recordset(p_calls) as c (key uuid, call_at timestamptz, legs jsonb) order by c.key
  on conflict (company_id, source_id, join_key) do update set noted_at = excluded.noted_at,
    legs = case when jsonb_array_length(j.legs) < 512 then j.legs || excluded.legs else j.legs end;
end;
--> statement-breakpoint
create function data.forget_joined(p_company int, p_before timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  delete from data.joined_call j where j.company_id = p_company and j.noted_at < p_before;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
create or replace function data.close_batch(p_company int, p_source int, p_delivery uuid, p_from int8, p_to int8, p_fencing int8,
  p_identity jsonb, p_done boolean,
  p_days date[], p_products int2[], p_classes int2[], p_held int8[], p_call_days date[], p_end_days date[],
  p_session uuid, p_counts int8[], p_actor text, p_action text, p_detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.advance_checkpoint(p_company, p_source, p_delivery, p_from, p_to, p_fencing, p_identity, p_done);
  if p_session is not null then
    update data.transfer_session s set records = s.records + p_counts[1], undefined_lines = s.undefined_lines + p_counts[2],
        duplicates = s.duplicates + p_counts[3], late = s.late + p_counts[4], joined = s.joined + p_counts[5],
        filtered = s.filtered + p_counts[6], waiting = s.waiting + coalesce(p_counts[7], 0)
      where s.company_id = p_company and s.id = p_session;
  end if;
  perform data.add_stored(p_company, p_days, p_products, p_classes, p_held);
  perform data.add_ends(p_company, p_call_days, p_end_days);
  if p_action is not null then
    perform data.append_audit(p_company, now(), null, p_actor, p_action, null, null, p_detail, null);
  end if;
end $$;
--> statement-breakpoint
-- Ends the transaction in which waiting legs became calls: the legs go, all of them or nothing. GL004 somebody else took one.
create function data.close_join(p_company int, p_source int, p_leg_days date[], p_leg_ids uuid[],
  p_days date[], p_products int2[], p_classes int2[], p_held int8[], p_call_days date[], p_end_days date[],
  p_sessions uuid[], p_records int8[], p_duplicates int8[], p_late int8[], p_joined int8[], p_legs int8[],
  p_actor text, p_action text, p_detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  taken int8;
begin
  delete from data.undefined_line u using unnest(p_leg_days, p_leg_ids) as n (day, id)
    where u.company_id = p_company and u.source_id = p_source and u.expires_on = n.day and u.id = n.id and u.join_key is not null;
  get diagnostics taken = row_count;
  if taken <> cardinality(p_leg_ids) then raise exception 'joined elsewhere' using errcode = 'GL004'; end if;
  update data.transfer_session s set records = s.records + n.records, duplicates = s.duplicates + n.duplicates, late = s.late + n.late,
      joined = s.joined + n.joined, waiting = s.waiting - n.legs
    from unnest(p_sessions, p_records, p_duplicates, p_late, p_joined, p_legs) as n (id, records, duplicates, late, joined, legs)
    where s.company_id = p_company and s.id = n.id;
  perform data.add_stored(p_company, p_days, p_products, p_classes, p_held);
  perform data.add_ends(p_company, p_call_days, p_end_days);
  perform data.append_audit(p_company, now(), null, p_actor, p_action, null, null, p_detail, null);
end $$;
--> statement-breakpoint
-- Legs that no driver reads any more are lines no driver understood.
create function data.release_waiting(p_company int, p_source int, p_days date[], p_ids uuid[], p_reason text) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  released int8;
begin
  with was as (
    select u.expires_on, u.id, u.session_id from data.undefined_line u join unnest(p_days, p_ids) as n (day, id)
      on u.expires_on = n.day and u.id = n.id
    where u.company_id = p_company and u.source_id = p_source and u.join_key is not null for update of u),
  now_undefined as (
    update data.undefined_line u set join_key = null, waiting_since = null, session_id = null, join_state = null, reason = p_reason
    from was w where u.company_id = p_company and u.expires_on = w.expires_on and u.id = w.id),
  told as (
    update data.transfer_session s set undefined_lines = s.undefined_lines + n.legs, waiting = s.waiting - n.legs
    from (select w.session_id, count(*) as legs from was w group by 1) n where s.company_id = p_company and s.id = n.session_id)
  select count(*) into released from was;
  return released;
end $$;
--> statement-breakpoint
-- Legs that ended by their rule before anybody could join them were lines no driver understood.
create function data.settle_waiting(p_company int, p_before timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  settled int8;
begin
  -- The rows are held first: what a batch adds meanwhile is then seen with its lines, or not at all.
  perform from data.transfer_session s where s.company_id = p_company and s.waiting > 0 and s.last_at < p_before for update;
  if not found then return 0; end if;
  with still as (
    select u.session_id, count(*) as legs from data.undefined_line u
    where u.company_id = p_company and u.join_key is not null group by 1)
  update data.transfer_session s set undefined_lines = s.undefined_lines + s.waiting - n.legs, waiting = n.legs
    from (select t.id, coalesce(w.legs, 0) as legs from data.transfer_session t left join still w on w.session_id = t.id
      where t.company_id = p_company and t.waiting > 0 and t.last_at < p_before) n
    where s.company_id = p_company and s.id = n.id and s.waiting > n.legs;
  get diagnostics settled = row_count;
  return settled;
end $$;
--> statement-breakpoint
create or replace function data.delete_undefined_lines(p_company int, p_days date[], p_ids uuid[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  days date[]; products int2[]; sessions uuid[];
begin
  with gone as (
    delete from data.undefined_line u using unnest(p_days, p_ids) as n (day, id)
    where u.company_id = p_company and u.expires_on = n.day and u.id = n.id returning u.expires_on, u.product, u.session_id)
  select array_agg(g.expires_on), array_agg(g.product), array_agg(g.session_id) filter (where g.session_id is not null)
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
create or replace function data.move_undefined_line(p_company int, p_day date, p_id uuid, p_new_day date, p_new_slice int, p_sealed bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  was data.undefined_line;
begin
  delete from data.undefined_line u where u.company_id = p_company and u.expires_on = p_day and u.id = p_id returning u.* into was;
  if not found then return false; end if;
  insert into data.undefined_line (company_id, expires_on, slice_id, source_id, product, id, delivery_id, position, received_at, reason, length_bytes,
      waiting_since, join_key, session_id, join_state, sealed)
    values (p_company, p_new_day, p_new_slice, was.source_id, was.product, p_id, was.delivery_id, was.position, was.received_at, was.reason,
      was.length_bytes, was.waiting_since, was.join_key, was.session_id, was.join_state, p_sealed);
  perform data.add_stored(p_company, array[p_day, p_new_day], array[was.product, was.product], array[6, 6]::int2[], array[-1, 1]::int8[]);
  return true;
end $$;
--> statement-breakpoint
revoke execute on function data.known_joins(int, int, date[], uuid[]), data.waiting_calls(int, int, date[], timestamptz, uuid, int),
  data.waiting_legs(int, int, date[], uuid[], int), data.sources_waiting(int, date[]), data.note_joined(int, int, timestamptz, jsonb),
  data.forget_joined(int, timestamptz), data.release_waiting(int, int, date[], uuid[], text), data.settle_waiting(int, timestamptz),
  data.close_join(int, int, date[], uuid[], date[], int2[], int2[], int8[], date[], date[], uuid[], int8[], int8[], int8[], int8[], int8[], text, text, jsonb)
  from public;
grant execute on function data.known_joins(int, int, date[], uuid[]), data.waiting_calls(int, int, date[], timestamptz, uuid, int),
  data.waiting_legs(int, int, date[], uuid[], int), data.sources_waiting(int, date[]), data.note_joined(int, int, timestamptz, jsonb),
  data.forget_joined(int, timestamptz), data.release_waiting(int, int, date[], uuid[], text), data.settle_waiting(int, timestamptz),
  data.close_join(int, int, date[], uuid[], date[], int2[], int2[], int8[], date[], date[], uuid[], int8[], int8[], int8[], int8[], int8[], text, text, jsonb)
  to gallra_ingest;
