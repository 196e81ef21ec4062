-- What a case keeps of a call is its raw record too. `former_end` is the day on which the raw would have gone without the case:
-- from outside nobody can tell which classes stand in it. `marked_at` says that the person of a case is marked in the keyring,
-- so that a job may carry the calls without anybody typing the number again.
alter table data.case_slice add column former_end date;
alter table data.privacy_case add column marked_at timestamptz;
--> statement-breakpoint
-- Where the raw of these calls stands, of those that have any.
create function data.raw_places(p_company int, p_records uuid[]) returns table (id uuid, segment_id uuid, ordinal int2)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_material = off as $$
begin
  return query
    select c.id, c.segment_id, c.ordinal from (select distinct n.id from unnest(p_records) as n (id)) d
    cross join lateral (
      select r.id, r.segment_id, r.ordinal from data.call_record r
      where r.company_id = p_company and r.id = d.id and r.segment_id is not null) c;
end $$;
--> statement-breakpoint
-- Segments of a case, sealed for its slices, and the calls whose raw stands in them: p_of names the segment of each call.
create function data.add_case_raw(p_company int, p_ids uuid[], p_days date[], p_slices int[], p_sources int[], p_products int2[],
  p_deliveries uuid[], p_counts int2[], p_sealed bytea[], p_calls uuid[], p_of uuid[], p_ordinals int2[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_material = off as $$
begin
  insert into data.raw_segment (company_id, expires_on, slice_id, source_id, id, delivery_id, product, records, sealed)
    select p_company, n.day, n.slice, n.source, n.id, n.delivery, n.product, n.held, n.sealed
    from unnest(p_ids, p_days, p_slices, p_sources, p_products, p_deliveries, p_counts, p_sealed)
      as n (id, day, slice, source, product, delivery, held, sealed);
  update data.call_record c set segment_id = n.segment_id, ordinal = n.ordinal
    from unnest(p_calls, p_of, p_ordinals) as n (id, segment_id, ordinal)
    where c.company_id = p_company and c.id = n.id;
  perform data.add_stored(p_company, p_days, p_products, array(select 5::int2 from unnest(p_days)), array(select n::int8 from unnest(p_counts) n));
end $$;
--> statement-breakpoint
revoke execute on function data.raw_places(int, uuid[]),
  data.add_case_raw(int, uuid[], date[], int[], int[], int2[], uuid[], int2[], bytea[], uuid[], uuid[], int2[]) from public;
grant execute on function data.raw_places(int, uuid[]),
  data.add_case_raw(int, uuid[], date[], int[], int[], int2[], uuid[], int2[], bytea[], uuid[], uuid[], int2[]) to gallra_web;
