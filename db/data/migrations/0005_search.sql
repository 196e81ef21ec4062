-- Search is static SQL over unnest(days, pseudonyms): one generic plan, each probe pruned to one leaf and one index.
-- `fetch first ... with ties` never splits a record, so a page goes on at "record_id < before". The company is asked outside
-- the lateral part too: inside, where the policy asks, it would cost a gate in front of every leaf.
create type data.hit as (
  record_id uuid, expires_on date, slice_id int, role int2, class int2, product int2, source_id int,
  started_at timestamptz, call_day date, kind int2, direction int2, disposition int2, duration_seconds int,
  ring_seconds int, endpoint_id int, queue_id int, trunk_id int, cost_cents int, parties int, erased int, late int,
  segment_id uuid, ordinal int2, part_of uuid);
--> statement-breakpoint
-- A person stands at most six times in a record, so that p_limit + 6 rows of a leaf never split one of the first p_limit.
create function data.search_parties(p_company int, p_days date[], p_pseudonyms uuid[], p_before uuid, p_limit int)
returns setof data.hit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select t.record_id, t.expires_on, t.slice_id, t.role, t.class, t.product, t.source_id,
      c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
      c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
      c.segment_id, c.ordinal, c.part_of
    from (
      select f.* from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
      cross join lateral (
        select p.* from data.party p
        where p.expires_on = probe.day and p.pseudonym = probe.pseudonym and p.record_id < p_before
        order by p.record_id desc limit p_limit + 6) f
      where f.company_id = p_company
      order by f.record_id desc fetch first p_limit rows with ties) t
    left join data.call_record c on c.company_id = p_company and c.id = t.record_id
    order by t.record_id desc, t.role, t.class;
end $$;
--> statement-breakpoint
create function data.search_parties_where(p_company int, p_days date[], p_pseudonyms uuid[], p_from uuid, p_before uuid, p_limit int,
  p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[])
returns setof data.hit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select f.* from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
    cross join lateral (
      select p.record_id, p.expires_on, p.slice_id, p.role, p.class, p.product, p.source_id,
        c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
        c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
        c.segment_id, c.ordinal, c.part_of
      from data.party p
      join data.call_record c on c.company_id = p_company and c.id = p.record_id
      where p.expires_on = probe.day and p.pseudonym = probe.pseudonym and p.record_id >= p_from and p.record_id < p_before
        and (p_sources is null or p.source_id = any (p_sources))
        and (p_roles is null or p.role = any (p_roles))
        and (p_kinds is null or c.kind = any (p_kinds))
        and (p_directions is null or c.direction = any (p_directions))
        and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
      order by p.record_id desc limit p_limit + 6) f
    order by f.record_id desc fetch first p_limit rows with ties;
end $$;
--> statement-breakpoint
-- Hits per kind and source, counted no further than the cap: one that is frequent costs no more than a page of the cap.
create function data.count_parties(p_company int, p_days date[], p_pseudonyms uuid[], p_from uuid, p_before uuid, p_cap int,
  p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[])
returns table (kind int2, product int2, source_id int, class int2, hits int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select t.kind, t.product, t.source_id, t.class, count(*) from (
      select f.* from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
      cross join lateral (
        select c.kind, p.product, p.source_id, p.class
        from data.party p
        join data.call_record c on c.company_id = p_company and c.id = p.record_id
        where p.expires_on = probe.day and p.pseudonym = probe.pseudonym and p.record_id >= p_from and p.record_id < p_before
          and (p_sources is null or p.source_id = any (p_sources))
          and (p_roles is null or p.role = any (p_roles))
          and (p_kinds is null or c.kind = any (p_kinds))
          and (p_directions is null or c.direction = any (p_directions))
          and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
        limit p_cap + 1) f
      limit p_cap + 1) t
    group by 1, 2, 3, 4;
end $$;
--> statement-breakpoint
-- Everybody in these records, so that a hit can show who took part. The days to look in follow from the call's day.
create function data.parties_of_records(p_company int, p_records uuid[], p_days date[])
returns table (record_id uuid, expires_on date, slice_id int, pseudonym uuid, role int2, class int2, product int2, source_id int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select f.record_id, f.expires_on, f.slice_id, f.pseudonym, f.role, f.class, f.product, f.source_id
    from unnest(p_records) as n (id)
    left join lateral (select r.call_day from data.call_record r where r.company_id = p_company and r.id = n.id) c on true
    cross join lateral (
      select e.expires_on from data.call_day_end e
      where e.company_id = p_company and (p_days is null or e.expires_on = any (p_days))
        and e.call_day between coalesce(c.call_day, data.id_day(n.id) - 1) and coalesce(c.call_day, data.id_day(n.id) + 1)
      offset 0) probe
    cross join lateral (
      select p.* from data.party p where p.expires_on = probe.expires_on and p.record_id = n.id offset 0) f
    where f.company_id = p_company;
end $$;
--> statement-breakpoint
create function data.raw_segments(p_company int, p_ids uuid[], p_days date[])
returns table (id uuid, expires_on date, slice_id int, source_id int, delivery_id uuid, records int2, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select f.* from unnest(p_days) as probe (day)
    cross join lateral (
      select r.id, r.expires_on, r.slice_id, r.source_id, r.delivery_id, r.records, r.sealed
      from data.raw_segment r
      where r.company_id = p_company and r.expires_on = probe.day and r.id = any (p_ids)) f;
end $$;
--> statement-breakpoint
-- One day's segments or undefined lines in id order, a page at a time, for the re-search, replay and rewriting.
create function data.raw_segments_of_day(p_company int, p_day date, p_after uuid, p_limit int)
returns table (id uuid, expires_on date, slice_id int, source_id int, delivery_id uuid, records int2, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select r.id, r.expires_on, r.slice_id, r.source_id, r.delivery_id, r.records, r.sealed
    from data.raw_segment r
    where r.company_id = p_company and r.expires_on = p_day and r.id > p_after
    order by r.id limit p_limit;
end $$;
--> statement-breakpoint
create function data.undefined_lines_of_day(p_company int, p_day date, p_source int, p_after uuid, p_limit int)
returns table (id uuid, expires_on date, slice_id int, source_id int, delivery_id uuid, "position" int8,
  received_at timestamptz, reason text, length_bytes int, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select u.id, u.expires_on, u.slice_id, u.source_id, u.delivery_id, u.position, u.received_at, u.reason, u.length_bytes, u.sealed
    from data.undefined_line u
    where u.company_id = p_company and u.expires_on = p_day and u.id > p_after and (p_source is null or u.source_id = p_source)
    order by u.id limit p_limit;
end $$;
--> statement-breakpoint
create function data.records_of_segments(p_company int, p_segments uuid[], p_from uuid, p_before uuid)
returns table (id uuid, segment_id uuid, ordinal int2)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select c.id, c.segment_id, c.ordinal from data.call_record c
    where c.company_id = p_company and c.id >= p_from and c.id < p_before and c.segment_id = any (p_segments);
end $$;
