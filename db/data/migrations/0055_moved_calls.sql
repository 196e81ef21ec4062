-- A call that is read anew may get another id: whatever has written its id down follows it.
-- Calls that were read anew, in one transaction: the fence goes up, so that nobody goes on with rows of before; their facts change
-- where they stand (a mark made by hand stays), parties that are not read any more go, and their raw leaves its segment. What is new
-- is copied in behind it. GL001: somebody else has raised the fence. GL004: one of them is not as it was read, is about to be held, or was put right.
create or replace function data.store_replayed(p_company int, p_epoch int8, p_work uuid, p_attempt int, p_calls jsonb, p_gone jsonb, p_aliases jsonb,
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
  -- Whoever has chosen one of them, to keep it, to hand it out or to erase it, means it under its new id as well.
  update data.selection_hit h set record_id = n.id
    from data.selection s cross join jsonb_to_recordset(p_calls) as n (former uuid, id uuid)
    where s.company_id = p_company and n.id <> n.former and h.company_id = p_company and h.selection_id = s.id and h.record_id = n.former;
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
-- Of these ids those under which no call is stored any more, and the call that it is now.
create function data.moved_calls(p_company int, p_ids uuid[]) returns table (id uuid, record_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select a.id, a.record_id from data.call_alias a
    where a.company_id = p_company and a.id = any (p_ids)
      and not exists (select from data.call_record c where c.company_id = p_company and c.id = a.id);
end $$;
revoke execute on function data.moved_calls(int, uuid[]) from public;
grant execute on function data.moved_calls(int, uuid[]) to gallra_web;
