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
revoke execute on function data.raw_segments_on(int, date[], uuid[]),
  data.rewrite_raw_segments(int, date[], uuid[], bytea[], int2[], uuid[], uuid[]) from public;
--> statement-breakpoint
grant execute on function data.raw_segments_on(int, date[], uuid[]),
  data.rewrite_raw_segments(int, date[], uuid[], bytea[], int2[], uuid[], uuid[]) to gallra_web;
