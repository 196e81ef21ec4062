-- An erasure of ten thousand calls: segments are looked for on the days their calls can end and rewritten many at a time,
-- where asking every living day for each of them and going there and back for each cost more than the work itself.
create function data.raw_segments_on(p_company int, p_days date[], p_ids uuid[])
returns table (id uuid, expires_on date, slice_id int, source_id int, delivery_id uuid, records int2, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  return query
    select r.id, r.expires_on, r.slice_id, r.source_id, r.delivery_id, r.records, r.sealed
    from unnest(p_days, p_ids) as n (day, id)
    cross join lateral (
      select s.* from data.raw_segment s where s.company_id = p_company and s.expires_on = n.day and s.id = n.id) r;
end $$;
--> statement-breakpoint
-- Segments whose records were taken out; null bytes delete one. The records that lost their raw forget where it stood:
-- p_of names the segment of each. Answers how many segments were there.
create function data.rewrite_raw_segments(p_company int, p_days date[], p_ids uuid[], p_sealed bytea[], p_records int2[],
  p_of uuid[], p_without uuid[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  days date[]; products int2[]; changes int8[];
begin
  with given as materialized (
    select * from unnest(p_days, p_ids, p_sealed, p_records) as n (day, id, sealed, records)),
  gone as (
    delete from data.raw_segment r using given n
    where n.sealed is null and r.company_id = p_company and r.expires_on = n.day and r.id = n.id
    returning r.expires_on, r.product, (-r.records)::int8 as change),
  less as (
    update data.raw_segment r set sealed = n.sealed, records = n.records from given n
    where n.sealed is not null and r.company_id = p_company and r.expires_on = n.day and r.id = n.id
    returning new.expires_on, new.product, (new.records - old.records)::int8 as change),
  changed as (select * from gone union all select * from less)
  select array_agg(c.expires_on), array_agg(c.product), array_agg(c.change) into days, products, changes from changed c;
  update data.call_record c set segment_id = null, ordinal = null
    from unnest(p_of, p_without) as n (segment_id, id)
    where c.company_id = p_company and c.id = n.id and c.segment_id = n.segment_id;
  if days is null then return 0; end if;
  perform data.add_stored(p_company, days, products, array(select 5::int2 from unnest(days)), changes);
  return cardinality(days);
end $$;
--> statement-breakpoint
-- The records of a round by key alone: asking each of them against the list of all was a square of the round.
create or replace function data.mark_erased(p_company int, p_records uuid[], p_bits int[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_material = off
begin atomic
  with marks as materialized (select n.id, bit_or(n.bits) as bits from unnest(p_records, p_bits) as n (id, bits) group by n.id)
  update data.call_record c set erased = coalesce(c.erased, 0) | m.bits
  from marks m where c.company_id = p_company and c.id = m.id;
end;
--> statement-breakpoint
create or replace function data.after_erasing(p_company int, p_records uuid[], p_roles int2[], p_classes int2[], p_products int2[], p_days date[])
returns setof data.erased_row
language plpgsql set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  if p_records is null then return; end if;
  perform data.mark_erased(p_company, p_records,
    array(select 1 << ((n.role - 1) * 4 + n.class - 1) from unnest(p_roles, p_classes) with ordinality as n (role, class, at) order by n.at));
  perform data.add_stored(p_company, p_days, p_products, p_classes, array(select -1::int8 from unnest(p_days)));
  return query
    select n.record_id, n.role, n.class, n.product, c.kind, c.segment_id, c.ordinal
    from unnest(p_records, p_roles, p_classes, p_products) as n (record_id, role, class, product)
    left join data.call_record c on c.company_id = p_company and c.id = n.record_id;
end $$;
--> statement-breakpoint
revoke execute on function data.raw_segments_on(int, date[], uuid[]),
  data.rewrite_raw_segments(int, date[], uuid[], bytea[], int2[], uuid[], uuid[]) from public;
--> statement-breakpoint
grant execute on function data.raw_segments_on(int, date[], uuid[]),
  data.rewrite_raw_segments(int, date[], uuid[], bytea[], int2[], uuid[], uuid[]) to gallra_web;
