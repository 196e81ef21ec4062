-- What a call is counted as is seen, narrowed and exported: the searches and exports answer and ask for its three facts. The
-- word of a rule stays beside a hand's mark in `ruled`, so that the mark can be taken back, and whose hand it was in `marked_by`.
alter table data.call_record add column ruled smallint, add column marked_by uuid;
--> statement-breakpoint
-- Which calls are private and which are business, by the code that was dialled or the time of the call. A list of numbers stands in
-- the keyring. `source_id` null: everywhere but where a source has rules of this kind of its own.
create table data.nature_rule (
  changed_at timestamptz not null,
  company_id int not null,
  source_id int,
  id uuid not null,
  changed_by uuid,
  kind int2 not null check (kind in (1, 2)),
  nature int2 not null check (nature in (1, 2)),
  weekdays int2 check (weekdays between 1 and 127),
  from_minute int2 check (from_minute between 0 and 1439),
  to_minute int2 check (to_minute between 1 and 1440),
  outside boolean,
  code text check (length(code) between 1 and 12),
  changed_by_name text not null,
  primary key (company_id, id),
  check (kind <> 1 or code is not null),
  check (kind <> 2 or (weekdays is not null and from_minute is not null and to_minute is not null and outside is not null))
);
alter table data.nature_rule enable row level security;
alter table data.nature_rule force row level security;
create policy wall on data.nature_rule using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
grant select, insert, update, delete on data.nature_rule to gallra_web;
grant select on data.nature_rule to gallra_ingest;
--> statement-breakpoint
-- Marks made by hand, codes 3 and 4: a rule's word is kept for who takes the mark back (p_nature null).
create function data.mark_natures(p_company int, p_ids uuid[], p_nature int2, p_by uuid)
returns table (id uuid, was int2, now int2, was_marked_by uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
declare
  one uuid;
  code_was int2;
  code_now int2;
  hand uuid;
begin
  if p_nature not in (3, 4) or cardinality(p_ids) > 1000 then
    raise exception 'no mark of a hand' using errcode = '22023';
  end if;
  for one in select distinct n.id from unnest(p_ids) as n (id) order by n.id loop
    select c.nature, c.marked_by into code_was, hand from data.call_record c where c.company_id = p_company and c.id = one for update;
    continue when not found;
    update data.call_record c set nature = coalesce(p_nature, c.ruled),
        ruled = case when p_nature is null then null when code_was in (3, 4) then c.ruled else code_was end,
        marked_by = case when p_nature is null then null else p_by end
      where c.company_id = p_company and c.id = one and (case when p_nature is null then code_was in (3, 4) else code_was is distinct from p_nature end)
      returning c.nature into code_now;
    if found then
      id := one;
      was := code_was;
      now := code_now;
      was_marked_by := hand;
      return next;
    end if;
  end loop;
end $$;
-- What calls are marked or ruled as; those whose facts are gone are left out.
create function data.natures_of(p_company int, p_ids uuid[]) returns table (id uuid, nature int2)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    select c.id, c.nature from unnest(p_ids) as n (id)
    join data.call_record c on c.company_id = p_company and c.id = n.id;
end $$;
--> statement-breakpoint
drop function data.search_parties_where(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.search_parties_oldest(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.sortable_parties(int, date[], uuid[], int2[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.count_parties(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.count_choices(int, date[], uuid[], int2[], uuid, uuid, int, boolean, int2[], int2[], int2[], int[], int2[], int2[], int2[], int[]),
  data.freeze_selection(int, uuid, date[], uuid[], uuid, uuid, uuid[], int[], int2[], int2[], int2[], int[]),
  data.read_selection(int, uuid, uuid, int),
  data.export_page(int, uuid, uuid, uuid, int, int8, int[]), data.export_near(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_far(int, uuid, uuid, uuid, int[], uuid[], uuid[]), data.export_near_left(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_far_left(int, uuid, uuid, uuid, int[], uuid[], uuid[]);
alter type data.hit add attribute apart int2, add attribute nature int2, add attribute category int2;
--> statement-breakpoint
create or replace function data.search_parties(p_company int, p_days date[], p_pseudonyms uuid[], p_before uuid, p_limit int)
returns setof data.hit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select t.record_id, t.expires_on, t.slice_id, t.role, t.class, t.product, t.source_id,
      c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
      c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
      c.segment_id, c.ordinal, c.part_of, c.apart, c.nature, c.category
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
  p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[],
  p_apart boolean, p_natures int2[], p_shielded boolean)
returns setof data.hit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    select f.* from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
    cross join lateral (
      select p.record_id, p.expires_on, p.slice_id, p.role, p.class, p.product, p.source_id,
        c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
        c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
        c.segment_id, c.ordinal, c.part_of, c.apart, c.nature, c.category
      from data.party p
      join data.call_record c on c.company_id = p_company and c.id = p.record_id
      where p.expires_on = probe.day and p.pseudonym = probe.pseudonym and p.record_id >= p_from and p.record_id < p_before
        and (p_sources is null or p.source_id = any (p_sources))
        and (p_roles is null or p.role = any (p_roles))
        and (p_kinds is null or c.kind = any (p_kinds))
        and (p_directions is null or c.direction = any (p_directions))
        and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
        and (p_apart is null or (c.apart is not null) = p_apart)
        and (p_natures is null or coalesce(c.nature, 0::int2) = any (p_natures))
        and (p_shielded is null or (c.category is not null) = p_shielded)
      order by p.record_id desc limit p_limit + 6) f
    order by f.record_id desc fetch first p_limit rows with ties;
end $$;
--> statement-breakpoint
create function data.search_parties_oldest(p_company int, p_days date[], p_pseudonyms uuid[], p_after uuid, p_before uuid, p_limit int,
  p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[],
  p_apart boolean, p_natures int2[], p_shielded boolean)
returns setof data.hit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    select f.* from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
    cross join lateral (
      select p.record_id, p.expires_on, p.slice_id, p.role, p.class, p.product, p.source_id,
        c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
        c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
        c.segment_id, c.ordinal, c.part_of, c.apart, c.nature, c.category
      from data.party p
      left join data.call_record c on c.company_id = p_company and c.id = p.record_id
      where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym
        and p.record_id > p_after and p.record_id < p_before
        and (p_sources is null or p.source_id = any (p_sources))
        and (p_roles is null or p.role = any (p_roles))
        and (p_kinds is null or c.kind = any (p_kinds))
        and (p_directions is null or c.direction = any (p_directions))
        and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
        and (p_apart is null or (c.apart is not null) = p_apart)
        and (p_natures is null or coalesce(c.nature, 0::int2) = any (p_natures))
        and (p_shielded is null or (c.category is not null) = p_shielded)
      order by p.record_id limit p_limit + 6) f
    order by f.record_id fetch first p_limit rows with ties;
end $$;
--> statement-breakpoint
create function data.sortable_parties(p_company int, p_days date[], p_pseudonyms uuid[], p_tiers int2[], p_from uuid, p_before uuid, p_cap int,
  p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[],
  p_apart boolean, p_natures int2[], p_shielded boolean)
returns table (record_id uuid, expires_on date, class int2, tier int2, source_id int, kind int2, direction int2, duration_seconds int,
  endpoint_id int, queue_id int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    select f.* from unnest(p_days, p_pseudonyms, p_tiers) as probe (day, pseudonym, tier)
    cross join lateral (
      select p.record_id, p.expires_on, p.class, probe.tier, p.source_id, c.kind, c.direction, c.duration_seconds, c.endpoint_id, c.queue_id
      from data.party p
      left join data.call_record c on c.company_id = p_company and c.id = p.record_id
      where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym
        and p.record_id >= p_from and p.record_id < p_before
        and (p_sources is null or p.source_id = any (p_sources))
        and (p_roles is null or p.role = any (p_roles))
        and (p_kinds is null or c.kind = any (p_kinds))
        and (p_directions is null or c.direction = any (p_directions))
        and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
        and (p_apart is null or (c.apart is not null) = p_apart)
        and (p_natures is null or coalesce(c.nature, 0::int2) = any (p_natures))
        and (p_shielded is null or (c.category is not null) = p_shielded)
      limit p_cap + 1) f
    limit p_cap + 1;
end $$;
--> statement-breakpoint
create or replace function data.hits_of_records(p_company int, p_days date[], p_pseudonyms uuid[], p_records uuid[])
returns setof data.hit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    select f.record_id, f.expires_on, f.slice_id, f.role, f.class, f.product, f.source_id,
      c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
      c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
      c.segment_id, c.ordinal, c.part_of, c.apart, c.nature, c.category
    from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
    cross join lateral (
      select p.* from data.party p
      where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym and p.record_id = any (p_records)) f
    left join data.call_record c on c.company_id = p_company and c.id = f.record_id;
end $$;
--> statement-breakpoint
create function data.count_parties(p_company int, p_days date[], p_pseudonyms uuid[], p_from uuid, p_before uuid, p_cap int,
  p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[],
  p_apart boolean, p_natures int2[], p_shielded boolean)
returns table (kind int2, product int2, source_id int, class int2, hits int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
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
          and (p_apart is null or (c.apart is not null) = p_apart)
          and (p_natures is null or coalesce(c.nature, 0::int2) = any (p_natures))
          and (p_shielded is null or (c.category is not null) = p_shielded)
        limit p_cap + 1) f
      limit p_cap + 1) t
    group by 1, 2, 3, 4;
end $$;
--> statement-breakpoint
-- As before, and by the three facts: 9 kept apart, 10 private or business (0 not told; a hand's mark counts as what it says), 11
-- shielded.
create function data.count_choices(p_company int, p_days date[], p_pseudonyms uuid[], p_tiers int2[], p_from uuid, p_before uuid, p_cap int,
  p_narrow boolean, p_wanted_tiers int2[], p_kinds int2[], p_products int2[], p_sources int[], p_classes int2[], p_roles int2[],
  p_directions int2[], p_endpoints int[], p_apart boolean, p_natures int2[], p_shielded boolean)
returns table (facet int2, code int, calls int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    with found as materialized (
      select f.*, p_wanted_tiers is null or f.tier = any (p_wanted_tiers) as ok_tier, p_kinds is null or f.kind = any (p_kinds) as ok_kind,
        p_products is null or f.product = any (p_products) as ok_product, p_sources is null or f.source_id = any (p_sources) as ok_source,
        p_classes is null or f.class = any (p_classes) as ok_class, p_roles is null or f.role = any (p_roles) as ok_role,
        p_directions is null or coalesce(f.direction = any (p_directions), false) as ok_direction,
        p_apart is null or f.apart = p_apart as ok_apart, p_natures is null or f.marked = any (p_natures) as ok_nature,
        p_shielded is null or f.shielded = p_shielded as ok_shielded
      from (
        select n.* from unnest(p_days, p_pseudonyms, p_tiers) as probe (day, pseudonym, tier)
        cross join lateral (
          select p.record_id, probe.tier, coalesce(c.kind, 1::int2) as kind, p.product, p.source_id, p.class, p.role, c.direction,
            c.apart is not null as apart, c.category is not null as shielded, coalesce(c.nature, 0::int2) as marked,
            case c.nature when 3 then 1::int2 when 4 then 2::int2 else coalesce(c.nature, 0::int2) end as nature
          from data.party p
          left join data.call_record c on c.company_id = p_company and c.id = p.record_id
          where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym
            and p.record_id >= p_from and p.record_id < p_before
            and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
            and (not p_narrow or ((p_wanted_tiers is null or probe.tier = any (p_wanted_tiers)) and (p_kinds is null or c.kind = any (p_kinds))
              and (p_products is null or p.product = any (p_products)) and (p_sources is null or p.source_id = any (p_sources))
              and (p_classes is null or p.class = any (p_classes)) and (p_roles is null or p.role = any (p_roles))
              and (p_directions is null or c.direction = any (p_directions)) and (p_apart is null or (c.apart is not null) = p_apart)
              and (p_natures is null or coalesce(c.nature, 0::int2) = any (p_natures))
              and (p_shielded is null or (c.category is not null) = p_shielded)))
          limit p_cap + 1) n
        limit p_cap + 1) f)
    select 0::int2, 0, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_role and ok_direction and ok_apart and ok_nature and ok_shielded having count(*) > 0
    union all select 1::int2, n.tier::int, count(distinct n.record_id) from found n
      where ok_kind and ok_product and ok_source and ok_class and ok_role and ok_direction and ok_apart and ok_nature and ok_shielded group by n.tier
    union all select 2::int2, n.kind::int, count(distinct n.record_id) from found n
      where ok_tier and ok_product and ok_source and ok_class and ok_role and ok_direction and ok_apart and ok_nature and ok_shielded group by n.kind
    union all select 3::int2, n.product::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_source and ok_class and ok_role and ok_direction and ok_apart and ok_nature and ok_shielded group by n.product
    union all select 4::int2, n.source_id, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_class and ok_role and ok_direction and ok_apart and ok_nature and ok_shielded group by n.source_id
    union all select 5::int2, n.class::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_role and ok_direction and ok_apart and ok_nature and ok_shielded group by n.class
    union all select 6::int2, n.role::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_direction and ok_apart and ok_nature and ok_shielded group by n.role
    union all select 7::int2, n.direction::int, count(distinct n.record_id) from found n
      where n.direction is not null and ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_role and ok_apart and ok_nature and ok_shielded group by n.direction
    union all select 9::int2, n.apart::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_role and ok_direction and ok_nature and ok_shielded group by n.apart
    union all select 10::int2, n.nature::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_role and ok_direction and ok_apart and ok_shielded group by n.nature
    union all select 11::int2, n.shielded::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_role and ok_direction and ok_apart and ok_nature group by n.shielded
    union all select 8::int2, 0, count(*) from found n having count(*) > 0;
end $$;
--> statement-breakpoint
create function data.freeze_selection(p_company int, p_selection uuid, p_days date[], p_pseudonyms uuid[], p_from uuid, p_before uuid,
  p_only uuid[], p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[],
  p_apart boolean, p_natures int2[], p_shielded boolean) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
declare
  frozen int8;
begin
  if p_kinds is null and p_directions is null and p_endpoints is null and p_apart is null and p_natures is null and p_shielded is null then
    insert into data.selection_hit (company_id, expires_on, slice_id, role, class, selection_id, record_id, pseudonym)
      select p_company, f.expires_on, f.slice_id, f.role, f.class, p_selection, f.record_id, f.pseudonym
      from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
      cross join lateral (
        select p.* from data.party p
        where p.expires_on = probe.day and p.pseudonym = probe.pseudonym
          and p.record_id >= p_from and p.record_id < p_before
          and (p_only is null or p.record_id = any (p_only))
          and (p_sources is null or p.source_id = any (p_sources))
          and (p_roles is null or p.role = any (p_roles)) offset 0) f
      where f.company_id = p_company
      on conflict do nothing;
  else
    insert into data.selection_hit (company_id, expires_on, slice_id, role, class, selection_id, record_id, pseudonym)
      select p_company, f.expires_on, f.slice_id, f.role, f.class, p_selection, f.record_id, f.pseudonym
      from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
      cross join lateral (
        select p.* from data.party p
        left join data.call_record c on c.company_id = p_company and c.id = p.record_id
        where p.expires_on = probe.day and p.pseudonym = probe.pseudonym
          and p.record_id >= p_from and p.record_id < p_before
          and (p_only is null or p.record_id = any (p_only))
          and (p_sources is null or p.source_id = any (p_sources))
          and (p_roles is null or p.role = any (p_roles))
          and (p_kinds is null or c.kind = any (p_kinds))
          and (p_directions is null or c.direction = any (p_directions))
          and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
          and (p_apart is null or (c.apart is not null) = p_apart)
          and (p_natures is null or coalesce(c.nature, 0::int2) = any (p_natures))
          and (p_shielded is null or (c.category is not null) = p_shielded) offset 0) f
      where f.company_id = p_company
      on conflict do nothing;
  end if;
  get diagnostics frozen = row_count;
  return frozen;
end $$;
create function data.read_selection(p_company int, p_selection uuid, p_before uuid, p_limit int)
returns table (pseudonym uuid, still_there boolean,
  record_id uuid, expires_on date, slice_id int, role int2, class int2, product int2, source_id int,
  started_at timestamptz, call_day date, kind int2, direction int2, disposition int2, duration_seconds int,
  ring_seconds int, endpoint_id int, queue_id int, trunk_id int, cost_cents int, parties int, erased int, late int,
  segment_id uuid, ordinal int2, part_of uuid, apart int2, nature int2, category int2)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    select h.pseudonym,
      exists (select from data.party p where p.company_id = p_company and p.expires_on = h.expires_on
        and p.pseudonym = h.pseudonym and p.record_id = h.record_id),
      h.record_id, h.expires_on, h.slice_id, h.role, h.class, c.product, c.source_id,
      c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
      c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
      c.segment_id, c.ordinal, c.part_of, c.apart, c.nature, c.category
    from (
      select s.* from data.selection_hit s
      where s.company_id = p_company and s.selection_id = p_selection and s.record_id < p_before
      order by s.record_id desc fetch first p_limit rows with ties) h
    left join data.call_record c on c.company_id = p_company and c.id = h.record_id
    order by h.record_id desc, h.role, h.class;
end $$;
--> statement-breakpoint
-- As before, with one bit more and one column more, which stands only for the calls that have something to tell in it. `codes`:
-- slice << 20, then bit 19: it is told. `sorted`: hundredths of the currency << 20, bit 19: there is a cost; 8 bits category, 3 private
-- or business, 8 kept apart.
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
returns table (ids text, codes text, lengths text, places text, queues text, pseudonyms text, sorted text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off %s as $body$
begin
  return query
    select string_agg(s.record_id::text, ','),
      string_agg((s.code + case when s.pseudonym is null then 0 else 1 << 17 end)::text, ','),
      string_agg(s.length::text, ','), string_agg(s.place::text, ','),
      string_agg(s.queue_id::text, ','), string_agg(s.pseudonym::text, ','), string_agg(s.sorted::text, ',')
    from (
      select h.record_id, c.queue_id,
        coalesce((c.duration_seconds::int8 << 32) + c.source_id, 0) as length,
        (coalesce(c.ring_seconds, 0)::int8 << 32) + coalesce(c.endpoint_id, 0) as place,
        (h.slice_id::int8 << 20) + (h.role << 9) + (h.class << 12)
          + coalesce(c.kind + (coalesce(c.direction, 0::int2) << 3) + (coalesce(c.disposition, 0::int2) << 6)
            + case when c.queue_id is null then 0 else 1 << 16 end
            + case when c.ring_seconds is null then 0 else 1 << 18 end
            + case when coalesce(c.cost_cents, c.apart, c.nature, c.category) is null then 0 else 1 << 19 end
            + case when case when c.erased is null then c.parties else c.parties & ~c.erased end
              = 1 << (h.role * 4 + h.class - 5) then 0 else 1 << 15 end, 1 << 15) as code,
        case when h.slice_id = any (p_known) then null else h.pseudonym end as pseudonym,
        case when coalesce(c.cost_cents, c.apart, c.nature, c.category) is null then null
          else (coalesce(c.cost_cents, 0)::int8 << 20) + case when c.cost_cents is null then 0 else 1 << 19 end
            + ((coalesce(c.category, 0::int2) & 255) << 11) + ((coalesce(c.nature, 0::int2) & 7) << 8)
            + (coalesce(c.apart, 0::int2) & 255) end as sorted
      from data.selection_hit h
      left join data.call_record c on c.company_id = p_company and c.id = h.record_id and c.id >= p_low and c.id <= p_high
      where h.company_id = p_company and h.selection_id = p_selection and h.record_id >= p_low and h.record_id <= p_high %s
      order by h.record_id desc) s
    having count(*) > 0;
end $body$ $fn$, 'export_' || way.name, way.plan, way.still);
  end loop;
end $do$;
--> statement-breakpoint
-- The records from p_low on before p_before. `frozen` counts them as they were chosen, and is null where all of them are there;
-- without any left there are no columns. Facts are merged while the company has at most p_close calls in between.
create function data.export_page(p_company int, p_selection uuid, p_low uuid, p_before uuid, p_close int, p_epoch int8, p_known int[])
returns table (frozen int, ids text, codes text, lengths text, places text, queues text, pseudonyms text, sorted text)
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
    select n.* into ids, codes, lengths, places, queues, pseudonyms, sorted
      from data.export_near(p_company, p_selection, low, high, p_known, gone, gone_pseudonyms) n;
  elsif near then
    select n.* into ids, codes, lengths, places, queues, pseudonyms, sorted
      from data.export_near_left(p_company, p_selection, low, high, p_known, gone, gone_pseudonyms) n;
  elsif gone is null then
    select n.* into ids, codes, lengths, places, queues, pseudonyms, sorted
      from data.export_far(p_company, p_selection, low, high, p_known, gone, gone_pseudonyms) n;
  else
    select n.* into ids, codes, lengths, places, queues, pseudonyms, sorted
      from data.export_far_left(p_company, p_selection, low, high, p_known, gone, gone_pseudonyms) n;
  end if;
  return next;
end $$;
--> statement-breakpoint
revoke all on function
  data.search_parties_where(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.search_parties_oldest(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.sortable_parties(int, date[], uuid[], int2[], uuid, uuid, int, int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.count_parties(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.freeze_selection(int, uuid, date[], uuid[], uuid, uuid, uuid[], int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.count_choices(int, date[], uuid[], int2[], uuid, uuid, int, boolean, int2[], int2[], int2[], int[], int2[], int2[], int2[], int[],
    boolean, int2[], boolean),
  data.read_selection(int, uuid, uuid, int),
  data.export_page(int, uuid, uuid, uuid, int, int8, int[]),
  data.mark_natures(int, uuid[], int2, uuid),
  data.natures_of(int, uuid[]),
  data.export_near(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_far(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_near_left(int, uuid, uuid, uuid, int[], uuid[], uuid[]),
  data.export_far_left(int, uuid, uuid, uuid, int[], uuid[], uuid[]) from public;
grant execute on function
  data.search_parties_where(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.search_parties_oldest(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.sortable_parties(int, date[], uuid[], int2[], uuid, uuid, int, int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.count_parties(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.freeze_selection(int, uuid, date[], uuid[], uuid, uuid, uuid[], int[], int2[], int2[], int2[], int[], boolean, int2[], boolean),
  data.count_choices(int, date[], uuid[], int2[], uuid, uuid, int, boolean, int2[], int2[], int2[], int[], int2[], int2[], int2[], int[],
    boolean, int2[], boolean),
  data.read_selection(int, uuid, uuid, int),
  data.export_page(int, uuid, uuid, uuid, int, int8, int[]),
  data.mark_natures(int, uuid[], int2, uuid),
  data.natures_of(int, uuid[]) to gallra_web;
