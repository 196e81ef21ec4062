-- What ingest may ask of the data cluster besides inserting. It learns epochs, positions and yes or no, never a pseudonym.
create table data.audit_head (
  company_id int primary key,
  seq int8 not null,
  hash bytea
);
create table data.audit (
  company_id int not null,
  seq int8 not null,
  at timestamptz not null,
  actor_id uuid,
  actor text not null,
  action text not null,
  subject_pseudonym uuid,
  purpose text,
  detail jsonb not null default '{}',
  ip text,
  prev bytea,
  hash bytea,
  primary key (company_id, seq)
);
--> statement-breakpoint
create function data.append_audit(p_company int, p_at timestamptz, p_actor_id uuid, p_actor text, p_action text,
  p_subject uuid, p_purpose text, p_detail jsonb, p_ip text) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  number int8;
begin
  insert into data.audit_head as h (company_id, seq) values (p_company, 1)
    on conflict (company_id) do update set seq = h.seq + 1 returning h.seq into number;
  insert into data.audit (company_id, seq, at, actor_id, actor, action, subject_pseudonym, purpose, detail, ip)
    values (p_company, number, p_at, p_actor_id, p_actor, p_action, p_subject, p_purpose, p_detail, p_ip);
  return number;
end $$;
--> statement-breakpoint
create function data.read_epoch(p_company int) returns int8
language sql stable security definer set search_path = pg_catalog, pg_temp
return (select f.epoch from data.fence f where f.company_id = p_company);
--> statement-breakpoint
create function data.hold_fence(p_company int, p_epoch int8) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  stands int8;
begin
  select f.epoch into stands from data.fence f where f.company_id = p_company for share;
  if stands is distinct from p_epoch then raise exception 'fenced' using errcode = 'GL001'; end if;
end $$;
--> statement-breakpoint
-- Waits for every running batch of the company. Answers the new epoch and the moment, which is the watermark's.
create function data.raise_fence(p_company int) returns table (epoch int8, raised_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    insert into data.fence as f (company_id, epoch, raised_at) values (p_company, 2, clock_timestamp())
    on conflict (company_id) do update set epoch = f.epoch + 1, raised_at = clock_timestamp()
    returning f.epoch, f.raised_at;
end $$;
--> statement-breakpoint
-- Compare-and-set. GL002 another one stands elsewhere (the position is in the detail); GL003 a later holder read the delivery.
create function data.advance_checkpoint(p_company int, p_source int, p_delivery uuid, p_from int8, p_to int8,
  p_fencing int8, p_identity jsonb, p_done boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  stands data.checkpoint;
begin
  select c.* into stands from data.checkpoint c
    where c.company_id = p_company and c.source_id = p_source and c.delivery_id = p_delivery for update;
  if not found then
    if p_from <> 0 then raise exception 'checkpoint' using errcode = 'GL002', detail = '0'; end if;
    insert into data.checkpoint (company_id, source_id, delivery_id, position, fencing, identity, done)
      values (p_company, p_source, p_delivery, p_to, p_fencing, p_identity, p_done);
    return;
  end if;
  if stands.position <> p_from or (stands.done and p_to > p_from) then
    raise exception 'checkpoint' using errcode = 'GL002', detail = stands.position::text;
  end if;
  if stands.fencing > p_fencing then raise exception 'fencing' using errcode = 'GL003'; end if;
  update data.checkpoint c set position = p_to, fencing = p_fencing, identity = coalesce(p_identity, c.identity),
      done = p_done, updated_at = now()
    where c.company_id = p_company and c.source_id = p_source and c.delivery_id = p_delivery;
end $$;
--> statement-breakpoint
-- Everything of a batch that is not a copied row, in one round trip.
create function data.close_batch(p_company int, p_source int, p_delivery uuid, p_from int8, p_to int8, p_fencing int8,
  p_identity jsonb, p_done boolean,
  p_days date[], p_products int2[], p_classes int2[], p_held int8[], p_call_days date[], p_end_days date[],
  p_session uuid, p_counts int8[], p_actor text, p_action text, p_detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.advance_checkpoint(p_company, p_source, p_delivery, p_from, p_to, p_fencing, p_identity, p_done);
  if p_session is not null then
    update data.transfer_session s set records = s.records + p_counts[1], undefined_lines = s.undefined_lines + p_counts[2],
        duplicates = s.duplicates + p_counts[3], late = s.late + p_counts[4], joined = s.joined + p_counts[5],
        filtered = s.filtered + p_counts[6]
      where s.company_id = p_company and s.id = p_session;
  end if;
  perform data.add_stored(p_company, p_days, p_products, p_classes, p_held);
  perform data.add_ends(p_company, p_call_days, p_end_days);
  if p_action is not null then
    perform data.append_audit(p_company, now(), null, p_actor, p_action, null, null, p_detail, null);
  end if;
end $$;
--> statement-breakpoint
-- How many values of a class end on a day: what goes tonight and what went are known without counting rows.
create function data.add_stored(p_company int, p_days date[], p_products int2[], p_classes int2[], p_held int8[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.stored_count as s (company_id, expires_on, product, class, held)
    select p_company, n.day, n.product, n.class, sum(n.held) from unnest(p_days, p_products, p_classes, p_held) as n (day, product, class, held)
    group by 2, 3, 4 order by 2, 3, 4
  on conflict (company_id, expires_on, product, class) do update set held = s.held + excluded.held;
end;
--> statement-breakpoint
-- On which days the parties of a call day end: that is where the others of a record are looked for.
create function data.add_ends(p_company int, p_call_days date[], p_end_days date[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.call_day_end (company_id, call_day, expires_on)
    select p_company, n.call_day, n.end_day from unnest(p_call_days, p_end_days) as n (call_day, end_day)
    group by 2, 3 order by 2, 3
  on conflict do nothing;
end;
--> statement-breakpoint
-- Which of these ids are stored already; `own` when the raw record came in the same delivery.
create function data.known_records(p_company int, p_ids uuid[], p_days date[], p_delivery uuid)
returns table (id uuid, parties int, own boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select c.id, c.parties, exists (
      select from data.raw_segment r
      where r.company_id = p_company and r.expires_on = any (p_days) and r.id = c.segment_id and r.delivery_id = p_delivery)
    from data.call_record c
    where c.company_id = p_company and c.id = any (p_ids);
end $$;
--> statement-breakpoint
-- Of pairs (a new party, a stored record) those in which the stored record has somebody else in that place.
create function data.other_parties(p_company int, p_pairs int[], p_days date[], p_slices int[], p_pseudonyms uuid[],
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
      limit 1) other;
end $$;
