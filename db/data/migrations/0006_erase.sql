-- Deleting what pointed at a person, marking the records, and moving rows to other slices or other random ids.
create type data.erased_row as (record_id uuid, role int2, class int2, product int2, kind int2, segment_id uuid, ordinal int2);
--> statement-breakpoint
create function data.mark_erased(p_company int, p_records uuid[], p_bits int[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  update data.call_record c set erased = coalesce(c.erased, 0) | m.bits
  from (select n.id, bit_or(n.bits) as bits from unnest(p_records, p_bits) as n (id, bits) group by n.id) m
  where c.company_id = p_company and c.id = m.id and c.id = any (p_records);
end;
--> statement-breakpoint
-- All rows of these pseudonyms, at most p_limit records' worth in one call; call it until it answers no row.
create function data.erase_parties(p_company int, p_days date[], p_pseudonyms uuid[], p_limit int) returns setof data.erased_row
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  records uuid[]; roles int2[]; classes int2[]; products int2[]; days date[];
begin
  with chosen as materialized (
    select f.* from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
    cross join lateral (
      select p.expires_on, p.pseudonym, p.record_id from data.party p
      where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym
      limit p_limit) f
    limit p_limit),
  gone as (
    delete from data.party p using (select distinct * from chosen) c
    where p.company_id = p_company and p.expires_on = c.expires_on and p.pseudonym = c.pseudonym and p.record_id = c.record_id
    returning p.record_id, p.role, p.class, p.product, p.expires_on)
  select array_agg(g.record_id), array_agg(g.role), array_agg(g.class), array_agg(g.product), array_agg(g.expires_on)
    into records, roles, classes, products, days from gone g;
  return query select * from data.after_erasing(p_company, records, roles, classes, products, days);
end $$;
--> statement-breakpoint
-- Chosen rows only: a pseudonym in one record.
create function data.erase_party_rows(p_company int, p_days date[], p_pseudonyms uuid[], p_records uuid[]) returns setof data.erased_row
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  records uuid[]; roles int2[]; classes int2[]; products int2[]; days date[];
begin
  with gone as (
    delete from data.party p using unnest(p_days, p_pseudonyms, p_records) as c (expires_on, pseudonym, record_id)
    where p.company_id = p_company and p.expires_on = c.expires_on and p.pseudonym = c.pseudonym and p.record_id = c.record_id
    returning p.record_id, p.role, p.class, p.product, p.expires_on)
  select array_agg(g.record_id), array_agg(g.role), array_agg(g.class), array_agg(g.product), array_agg(g.expires_on)
    into records, roles, classes, products, days from gone g;
  return query select * from data.after_erasing(p_company, records, roles, classes, products, days);
end $$;
--> statement-breakpoint
create function data.after_erasing(p_company int, p_records uuid[], p_roles int2[], p_classes int2[], p_products int2[], p_days date[])
returns setof data.erased_row
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if p_records is null then return; end if;
  perform data.mark_erased(p_company, p_records,
    array(select 1 << ((n.role - 1) * 4 + n.class - 1) from unnest(p_roles, p_classes) with ordinality as n (role, class, at) order by n.at));
  perform data.add_stored(p_company, p_days, p_products, p_classes, array(select -1::int8 from unnest(p_days)));
  return query
    select n.record_id, n.role, n.class, n.product, c.kind, c.segment_id, c.ordinal
    from unnest(p_records, p_roles, p_classes, p_products) as n (record_id, role, class, product)
    left join data.call_record c on c.company_id = p_company and c.id = n.record_id and c.id = any (p_records);
end $$;
--> statement-breakpoint
-- A segment whose records were taken out; null bytes delete it. The records that lost their raw forget where it stood.
create function data.rewrite_raw_segment(p_company int, p_day date, p_id uuid, p_sealed bytea, p_records int2, p_without uuid[]) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  was data.raw_segment;
begin
  select r.* into was from data.raw_segment r where r.company_id = p_company and r.expires_on = p_day and r.id = p_id for update;
  if not found then return false; end if;
  if p_sealed is null then
    delete from data.raw_segment r where r.company_id = p_company and r.expires_on = p_day and r.id = p_id;
  else
    update data.raw_segment r set sealed = p_sealed, records = p_records
      where r.company_id = p_company and r.expires_on = p_day and r.id = p_id;
  end if;
  update data.call_record c set segment_id = null, ordinal = null
    where c.company_id = p_company and c.id = any (p_without) and c.segment_id = p_id;
  perform data.add_stored(p_company, array[p_day], array[was.product], array[5::int2],
    array[(case when p_sealed is null then 0 else p_records end - was.records)::int8]);
  return true;
end $$;
--> statement-breakpoint
create function data.move_raw_segment(p_company int, p_day date, p_id uuid, p_new_day date, p_new_slice int, p_sealed bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  was data.raw_segment;
begin
  delete from data.raw_segment r where r.company_id = p_company and r.expires_on = p_day and r.id = p_id returning r.* into was;
  if not found then return false; end if;
  insert into data.raw_segment (company_id, expires_on, slice_id, source_id, id, delivery_id, product, records, sealed)
    values (p_company, p_new_day, p_new_slice, was.source_id, p_id, was.delivery_id, was.product, was.records, p_sealed);
  perform data.add_stored(p_company, array[p_day, p_new_day], array[was.product, was.product], array[5, 5]::int2[],
    array[-was.records, was.records]::int8[]);
  return true;
end $$;
--> statement-breakpoint
create function data.delete_undefined_lines(p_company int, p_days date[], p_ids uuid[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  days date[]; products int2[];
begin
  with gone as (
    delete from data.undefined_line u using unnest(p_days, p_ids) as n (day, id)
    where u.company_id = p_company and u.expires_on = n.day and u.id = n.id returning u.expires_on, u.product)
  select array_agg(g.expires_on), array_agg(g.product) into days, products from gone g;
  if days is null then return 0; end if;
  perform data.add_stored(p_company, days, products, array(select 6::int2 from unnest(days)), array(select -1::int8 from unnest(days)));
  return cardinality(days);
end $$;
--> statement-breakpoint
create function data.move_undefined_line(p_company int, p_day date, p_id uuid, p_new_day date, p_new_slice int, p_sealed bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  was data.undefined_line;
begin
  delete from data.undefined_line u where u.company_id = p_company and u.expires_on = p_day and u.id = p_id returning u.* into was;
  if not found then return false; end if;
  insert into data.undefined_line (company_id, expires_on, slice_id, source_id, product, id, delivery_id, position, received_at, reason, length_bytes, sealed)
    values (p_company, p_new_day, p_new_slice, was.source_id, was.product, p_id, was.delivery_id, was.position, was.received_at, was.reason, was.length_bytes, p_sealed);
  perform data.add_stored(p_company, array[p_day, p_new_day], array[was.product, was.product], array[6, 6]::int2[], array[-1, 1]::int8[]);
  return true;
end $$;
--> statement-breakpoint
-- The rows of one slice, in pages by (pseudonym, record, role, class): for moving them to another slice or another random id.
create function data.parties_of_slice(p_company int, p_day date, p_slice int, p_after_pseudonym uuid, p_after_record uuid, p_limit int)
returns table (record_id uuid, expires_on date, slice_id int, pseudonym uuid, role int2, class int2, product int2, source_id int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select p.record_id, p.expires_on, p.slice_id, p.pseudonym, p.role, p.class, p.product, p.source_id
    from data.party p
    where p.company_id = p_company and p.expires_on = p_day and p.slice_id = p_slice
      and (p.pseudonym, p.record_id) > (p_after_pseudonym, p_after_record)
    order by p.pseudonym, p.record_id fetch first p_limit rows with ties;
end $$;
--> statement-breakpoint
-- Rows become other rows: a new slice and day, or the same ones under another random id.
create function data.replace_parties(p_company int, p_days date[], p_pseudonyms uuid[], p_records uuid[],
  p_new_days date[], p_new_slices int[], p_new_pseudonyms uuid[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  moved int8;
begin
  with wanted as (
    select * from unnest(p_days, p_pseudonyms, p_records, p_new_days, p_new_slices, p_new_pseudonyms)
      as n (day, pseudonym, record, new_day, new_slice, new_pseudonym)),
  gone as (
    delete from data.party p using wanted n
    where p.company_id = p_company and p.expires_on = n.day and p.pseudonym = n.pseudonym and p.record_id = n.record
    returning p.source_id, p.record_id, p.product, p.role, p.class, p.expires_on, n.new_day, n.new_slice, n.new_pseudonym),
  came as (
    insert into data.party (company_id, expires_on, slice_id, source_id, pseudonym, record_id, product, role, class)
    select p_company, g.new_day, g.new_slice, g.source_id, g.new_pseudonym, g.record_id, g.product, g.role, g.class from gone g),
  ends as (
    insert into data.call_day_end (company_id, call_day, expires_on)
    select distinct p_company, c.call_day, g.new_day from gone g
      join data.call_record c on c.company_id = p_company and c.id = g.record_id
    where g.new_day <> g.expires_on
    on conflict do nothing),
  changed as (
    select g.expires_on as day, g.product, g.class, -1::int8 as n from gone g
    union all select g.new_day, g.product, g.class, 1 from gone g),
  counted as (
    insert into data.stored_count as s (company_id, expires_on, product, class, held)
    select p_company, c.day, c.product, c.class, sum(c.n) from changed c group by 2, 3, 4 having sum(c.n) <> 0 order by 2, 3, 4
    on conflict (company_id, expires_on, product, class) do update set held = s.held + excluded.held)
  select count(*) into moved from gone;
  return moved;
end $$;
--> statement-breakpoint
-- A rule was shortened: what its slice held goes at once, without marks on the records, as if its night had come.
create function data.delete_slice(p_company int, p_day date, p_slice int) returns table (class int2, product int2, rows int8)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    with parties as (
      delete from data.party p where p.company_id = p_company and p.expires_on = p_day and p.slice_id = p_slice
      returning p.class, p.product, 1::int8 as n),
    raws as (
      delete from data.raw_segment r where r.company_id = p_company and r.expires_on = p_day and r.slice_id = p_slice
      returning 5::int2, r.product, r.records::int8),
    lines as (
      delete from data.undefined_line u where u.company_id = p_company and u.expires_on = p_day and u.slice_id = p_slice
      returning 6::int2, u.product, 1::int8),
    went as (
      select w.class, w.product, sum(w.n)::int8 as n
      from (select * from parties union all select * from raws union all select * from lines) w (class, product, n) group by 1, 2),
    counted as (
      update data.stored_count s set held = s.held - w.n from went w
      where s.company_id = p_company and s.expires_on = p_day and s.product = w.product and s.class = w.class)
    select w.class, w.product, w.n from went w;
end $$;
--> statement-breakpoint
-- Rows that lie in a monthly partition, or in one that still waits, and are due for this company.
create function data.delete_due(p_company int, p_before date, p_limit int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8 := 0;
  more int8;
begin
  if p_before > current_date + 1 then raise exception 'that day is not over' using errcode = '55000'; end if;
  with due as (select p.expires_on, p.pseudonym, p.record_id from data.party p
      where p.company_id = p_company and p.expires_on <= p_before limit p_limit)
  delete from data.party p using due d
    where p.company_id = p_company and p.expires_on = d.expires_on and p.pseudonym = d.pseudonym and p.record_id = d.record_id;
  get diagnostics more = row_count; gone := gone + more;
  delete from data.raw_segment r where r.company_id = p_company and r.expires_on <= p_before;
  get diagnostics more = row_count; gone := gone + more;
  delete from data.undefined_line u where u.company_id = p_company and u.expires_on <= p_before;
  get diagnostics more = row_count; gone := gone + more;
  return gone;
end $$;
