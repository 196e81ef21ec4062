-- Exports read a page in fewer and shorter columns: numbers go in pairs, what is seldom there only where it is, and who else
-- took part by the place of the call, without the one the page is about.
drop function data.export_page(int, uuid, uuid, uuid, int, int8, int[]), data.export_near(int, uuid, uuid, uuid, int[]),
  data.export_far(int, uuid, uuid, uuid, int[]), data.export_near_left(int, uuid, uuid, uuid, int[]),
  data.export_far_left(int, uuid, uuid, uuid, int[]), data.export_parties(int, uuid[], date[], int[], int[]),
  data.export_parties_of_day(int, uuid[], date);
--> statement-breakpoint
-- `codes`: slice << 19, then bits: a ring time, a pseudonym and a queue that are told, somebody else in the call, and three
-- each for class, role, disposition, direction and kind (0: the facts are gone). `lengths`: seconds << 32 and the source.
-- `places`: seconds of ringing << 32 and the extension. `queues` and `pseudonyms` stand only for the rows whose bits say so.
do $do$
declare
  way record;
begin
  for way in select w.name || r.name as name, w.plan, r.still from (values
    ('near', 'set enable_hashjoin = off set enable_nestloop = off'),
    ('far', 'set enable_hashjoin = off set enable_mergejoin = off set enable_material = off set enable_memoize = off')) as w (name, plan)
    cross join (values ('', ''), ('_left', 'and (h.record_id, h.pseudonym) not in (
          select g.record_id, g.pseudonym from unnest(p_gone, p_gone_pseudonyms) as g (record_id, pseudonym))')) as r (name, still)
  loop
    execute format($fn$
create function data.%I(p_company int, p_selection uuid, p_low uuid, p_high uuid, p_known int[], p_gone uuid[], p_gone_pseudonyms uuid[])
returns table (ids text, codes text, lengths text, places text, queues text, pseudonyms text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off %s as $body$
begin
  return query
    select string_agg(s.record_id::text, ','),
      string_agg((s.code + case when s.pseudonym is null then 0 else 1 << 17 end)::text, ','),
      string_agg(s.length::text, ','), string_agg(s.place::text, ','),
      string_agg(s.queue_id::text, ','), string_agg(s.pseudonym::text, ',')
    from (
      select h.record_id, c.queue_id,
        coalesce((c.duration_seconds::int8 << 32) + c.source_id, 0) as length,
        (coalesce(c.ring_seconds, 0)::int8 << 32) + coalesce(c.endpoint_id, 0) as place,
        (h.slice_id::int8 << 19) + (h.role << 9) + (h.class << 12)
          + coalesce(c.kind + (coalesce(c.direction, 0::int2) << 3) + (coalesce(c.disposition, 0::int2) << 6)
            + case when c.queue_id is null then 0 else 1 << 16 end
            + case when c.ring_seconds is null then 0 else 1 << 18 end
            + case when case when c.erased is null then c.parties else c.parties & ~c.erased end
              = 1 << (h.role * 4 + h.class - 5) then 0 else 1 << 15 end, 1 << 15) as code,
        case when h.slice_id = any (p_known) then null else h.pseudonym end as pseudonym
      from data.selection_hit h
      left join data.call_record c on c.company_id = p_company and c.id = h.record_id and c.id >= p_low and c.id <= p_high
      where h.company_id = p_company and h.selection_id = p_selection and h.record_id >= p_low and h.record_id <= p_high %s
      order by h.record_id desc) s
    having count(*) > 0;
end $body$ $fn$, 'export_' || way.name, way.plan, way.still);
  end loop;
end $do$;
--> statement-breakpoint
-- The rows between two records that were chosen and are no more, looked for a day at a time: planned for its day one leaf is
-- opened, and each row costs a look into its index.
create function data.export_gone(p_company int, p_selection uuid, p_low uuid, p_high uuid)
returns table (record_id uuid, pseudonym uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
  day record;
begin
  for day in
    select d.expires_on, d.ids[1] as low, d.ids[cardinality(d.ids)] as high from (
      select s.expires_on, array_agg(s.record_id) as ids from (
        select h.expires_on, h.record_id from data.selection_hit h
        where h.company_id = p_company and h.selection_id = p_selection and h.record_id >= p_low and h.record_id <= p_high
        order by h.record_id) s
      group by s.expires_on) d
  loop
    return query execute $query$
      select h.record_id, h.pseudonym from data.selection_hit h
      where h.company_id = $1 and h.selection_id = $2 and h.record_id >= $3 and h.record_id <= $4 and h.expires_on = $5
        and not exists (select from data.party p where p.company_id = $1 and p.expires_on = $5
          and p.pseudonym = h.pseudonym and p.record_id = h.record_id) $query$
      using p_company, p_selection, day.low, day.high, day.expires_on;
  end loop;
end $$;
--> statement-breakpoint
-- The records from p_low on before p_before. `frozen` counts them as they were chosen, and is null where all of them are there;
-- without any left there are no columns. Facts are merged while the company has at most p_close calls in between.
create function data.export_page(p_company int, p_selection uuid, p_low uuid, p_before uuid, p_close int, p_epoch int8, p_known int[])
returns table (frozen int, ids text, codes text, lengths text, places text, queues text, pseudonyms text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  low uuid;
  high uuid;
  near boolean;
  gone uuid[];
  gone_pseudonyms uuid[];
begin
  select s.record_id into high from data.selection_hit s
    where s.company_id = p_company and s.selection_id = p_selection and s.record_id < p_before
    order by s.record_id desc limit 1;
  select s.record_id into low from data.selection_hit s
    where s.company_id = p_company and s.selection_id = p_selection and s.record_id >= p_low
    order by s.record_id limit 1;
  if high is null or low is null or low > high then return; end if;
  select count(*) <= p_close into near from (
    select from data.call_record c where c.company_id = p_company and c.id >= low and c.id <= high limit p_close + 1) n;
  -- While no fence was raised since the freezing nothing has gone, and no leaf is opened.
  if not exists (select from data.fence f where f.company_id = p_company and f.epoch = p_epoch) then
    select array_agg(g.record_id), array_agg(g.pseudonym) into gone, gone_pseudonyms
      from data.export_gone(p_company, p_selection, low, high) g;
  end if;
  if gone is not null then
    select count(distinct s.record_id) into frozen from data.selection_hit s
      where s.company_id = p_company and s.selection_id = p_selection and s.record_id >= low and s.record_id <= high;
  end if;
  if near and gone is null then
    select n.* into ids, codes, lengths, places, queues, pseudonyms
      from data.export_near(p_company, p_selection, low, high, p_known, gone, gone_pseudonyms) n;
  elsif near then
    select n.* into ids, codes, lengths, places, queues, pseudonyms
      from data.export_near_left(p_company, p_selection, low, high, p_known, gone, gone_pseudonyms) n;
  elsif gone is null then
    select n.* into ids, codes, lengths, places, queues, pseudonyms
      from data.export_far(p_company, p_selection, low, high, p_known, gone, gone_pseudonyms) n;
  else
    select n.* into ids, codes, lengths, places, queues, pseudonyms
      from data.export_far_left(p_company, p_selection, low, high, p_known, gone, gone_pseudonyms) n;
  end if;
  return next;
end $$;
--> statement-breakpoint
-- Everybody else in the records from place p_first to p_last (from 1) that end on one day: the leaf is read once between the
-- first and the last of them. EXECUTE plans for the day at hand; a plan for any day opens hundreds of leaves every time.
-- Left out is who has the role and class of p_own (role << 3 | class; 0: nobody is left out) under a pseudonym of p_mine.
create function data.export_parties_of_day(p_company int, p_records uuid[], p_own int[], p_mine uuid[], p_first int, p_last int, p_day date)
returns table (places text, codes text, pseudonyms text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_mergejoin = off set enable_nestloop = off set enable_indexscan = off as $$
declare
  low uuid;
  high uuid;
begin
  select n.id into low from unnest(p_records[p_first : p_last]) as n (id) order by n.id limit 1;
  select n.id into high from unnest(p_records[p_first : p_last]) as n (id) order by n.id desc limit 1;
  return query execute $query$
    select string_agg(f.place::text, ','), string_agg(f.code::text, ','), string_agg(f.pseudonym::text, ',')
    from (
      select n.nr + $8 - 2 as place, (p.slice_id::int8 << 6) + (p.role << 3) + p.class as code, p.pseudonym
      from data.party p join unnest($5, $6) with ordinality as n (id, own, nr) on n.id = p.record_id
      where p.company_id = $1 and p.expires_on = $2 and p.record_id >= $3 and p.record_id <= $4
        and not (n.own = (p.role << 3) + p.class and p.pseudonym = any ($7))) f
    having count(*) > 0 $query$
    using p_company, p_day, low, high, p_records[p_first : p_last], p_own[p_first : p_last], p_mine, p_first;
end $$;
--> statement-breakpoint
-- The same for many days: of p_records, those from p_first[i] to p_last[i] may end on p_days[i]. `places` counts from 0.
-- Reading a page of a leaf takes about 6 microseconds, planning for a day 400, a record on its own 40: the shorter way is taken.
create function data.export_parties(p_company int, p_records uuid[], p_own int[], p_mine uuid[], p_days date[], p_first int[], p_last int[])
returns table (places text, codes text, pseudonyms text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  effort int8;
begin
  select sum(400 + coalesce(pg_relation_size(to_regclass('data.party_' || data.leaf_of(d.day))), 0) / 8192 * 6) into effort
    from unnest(p_days) as d (day);
  if effort <= cardinality(p_records) * 40 then
    for i in 1 .. cardinality(p_days) loop
      return query
        select d.* from data.export_parties_of_day(p_company, p_records, p_own, p_mine, p_first[i], p_last[i], p_days[i]) d;
    end loop;
  else
    return query
      select string_agg(f.place::text, ','), string_agg(f.code::text, ','), string_agg(f.pseudonym::text, ',')
      from (
        select n.nr - 1 as place, (p.slice_id::int8 << 6) + (p.role << 3) + p.class as code, p.pseudonym
        from data.parties_of_records(p_company, p_records, p_days) p
        join unnest(p_records, p_own) with ordinality as n (id, own, nr) on n.id = p.record_id
        where not (n.own = (p.role << 3) + p.class and p.pseudonym = any (p_mine))) f
      having count(*) > 0;
  end if;
end $$;
--> statement-breakpoint
revoke all on function data.export_near(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_far(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_near_left(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_far_left(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_gone(int, uuid, uuid, uuid), data.export_page(int, uuid, uuid, uuid, int, int8, int[]),
  data.export_parties_of_day(int, uuid[], int[], uuid[], int, int, date),
  data.export_parties(int, uuid[], int[], uuid[], date[], int[], int[]) from public;
grant execute on function data.export_page(int, uuid, uuid, uuid, int, int8, int[]),
  data.export_parties(int, uuid[], int[], uuid[], date[], int[], int[]) to gallra_web;
