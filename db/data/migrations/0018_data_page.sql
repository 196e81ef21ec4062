-- The page Data management: pages in either order, a list light enough to sort, and how many calls each choice of each
-- filter holds, in one answer. Like the searches of before these go from few rows to their records by key.
create function data.search_parties_oldest(p_company int, p_days date[], p_pseudonyms uuid[], p_after uuid, p_before uuid, p_limit int,
  p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[])
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
        c.segment_id, c.ordinal, c.part_of
      from data.party p
      left join data.call_record c on c.company_id = p_company and c.id = p.record_id
      where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym
        and p.record_id > p_after and p.record_id < p_before
        and (p_sources is null or p.source_id = any (p_sources))
        and (p_roles is null or p.role = any (p_roles))
        and (p_kinds is null or c.kind = any (p_kinds))
        and (p_directions is null or c.direction = any (p_directions))
        and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
      order by p.record_id limit p_limit + 6) f
    order by f.record_id fetch first p_limit rows with ties;
end $$;
--> statement-breakpoint
-- What a list is sorted by, for all that matches: no more than p_cap + 1 rows, so that too many can be told from all.
create function data.sortable_parties(p_company int, p_days date[], p_pseudonyms uuid[], p_tiers int2[], p_from uuid, p_before uuid, p_cap int,
  p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[])
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
      limit p_cap + 1) f
    limit p_cap + 1;
end $$;
--> statement-breakpoint
create function data.hits_of_records(p_company int, p_days date[], p_pseudonyms uuid[], p_records uuid[])
returns setof data.hit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    select f.record_id, f.expires_on, f.slice_id, f.role, f.class, f.product, f.source_id,
      c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
      c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
      c.segment_id, c.ordinal, c.part_of
    from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
    cross join lateral (
      select p.* from data.party p
      where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym and p.record_id = any (p_records)) f
    left join data.call_record c on c.company_id = p_company and c.id = f.record_id;
end $$;
--> statement-breakpoint
-- Calls by each choice of each filter, the other filters kept: what choosing it would show. Facets: 0 all, 1 tier, 2 kind,
-- 3 product, 4 source, 5 class, 6 role, 7 direction, 8 the rows that were looked at. Counted no further than the cap; p_narrow
-- applies the filters before it.
create function data.count_choices(p_company int, p_days date[], p_pseudonyms uuid[], p_tiers int2[], p_from uuid, p_before uuid, p_cap int,
  p_narrow boolean, p_wanted_tiers int2[], p_kinds int2[], p_products int2[], p_sources int[], p_classes int2[], p_roles int2[],
  p_directions int2[], p_endpoints int[])
returns table (facet int2, code int, calls int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
begin
  return query
    with found as materialized (
      select f.*, p_wanted_tiers is null or f.tier = any (p_wanted_tiers) as ok_tier, p_kinds is null or f.kind = any (p_kinds) as ok_kind,
        p_products is null or f.product = any (p_products) as ok_product, p_sources is null or f.source_id = any (p_sources) as ok_source,
        p_classes is null or f.class = any (p_classes) as ok_class, p_roles is null or f.role = any (p_roles) as ok_role,
        p_directions is null or coalesce(f.direction = any (p_directions), false) as ok_direction
      from (
        select n.* from unnest(p_days, p_pseudonyms, p_tiers) as probe (day, pseudonym, tier)
        cross join lateral (
          select p.record_id, probe.tier, coalesce(c.kind, 1::int2) as kind, p.product, p.source_id, p.class, p.role, c.direction
          from data.party p
          left join data.call_record c on c.company_id = p_company and c.id = p.record_id
          where p.company_id = p_company and p.expires_on = probe.day and p.pseudonym = probe.pseudonym
            and p.record_id >= p_from and p.record_id < p_before
            and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints))
            and (not p_narrow or ((p_wanted_tiers is null or probe.tier = any (p_wanted_tiers)) and (p_kinds is null or c.kind = any (p_kinds))
              and (p_products is null or p.product = any (p_products)) and (p_sources is null or p.source_id = any (p_sources))
              and (p_classes is null or p.class = any (p_classes)) and (p_roles is null or p.role = any (p_roles))
              and (p_directions is null or c.direction = any (p_directions))))
          limit p_cap + 1) n
        limit p_cap + 1) f)
    select 0::int2, 0, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_role and ok_direction having count(*) > 0
    union all select 1::int2, n.tier::int, count(distinct n.record_id) from found n
      where ok_kind and ok_product and ok_source and ok_class and ok_role and ok_direction group by n.tier
    union all select 2::int2, n.kind::int, count(distinct n.record_id) from found n
      where ok_tier and ok_product and ok_source and ok_class and ok_role and ok_direction group by n.kind
    union all select 3::int2, n.product::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_source and ok_class and ok_role and ok_direction group by n.product
    union all select 4::int2, n.source_id, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_class and ok_role and ok_direction group by n.source_id
    union all select 5::int2, n.class::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_role and ok_direction group by n.class
    union all select 6::int2, n.role::int, count(distinct n.record_id) from found n
      where ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_direction group by n.role
    union all select 7::int2, n.direction::int, count(distinct n.record_id) from found n
      where n.direction is not null and ok_tier and ok_kind and ok_product and ok_source and ok_class and ok_role group by n.direction
    union all select 8::int2, 0, count(*) from found n having count(*) > 0;
end $$;
--> statement-breakpoint
-- A question kept under a name: filters, order and columns, never whom it is about.
create table data.saved_view (
  company_id int not null,
  id uuid not null,
  account_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  shared boolean not null,
  question jsonb not null,
  changed_at timestamptz not null,
  primary key (company_id, id)
);
create index saved_view_account on data.saved_view (company_id, account_id);
--> statement-breakpoint
-- How a person likes a page: columns, density, the view it opens with.
create table data.page_look (
  company_id int not null,
  account_id uuid not null,
  page text not null check (length(page) between 1 and 40),
  look jsonb not null,
  changed_at timestamptz not null,
  primary key (company_id, account_id, page)
);
--> statement-breakpoint
alter table data.saved_view enable row level security;
alter table data.saved_view force row level security;
create policy wall on data.saved_view using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
alter table data.page_look enable row level security;
alter table data.page_look force row level security;
create policy wall on data.page_look using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
grant select, insert, update, delete on data.saved_view, data.page_look to gallra_web;
--> statement-breakpoint
revoke execute on function
  data.search_parties_oldest(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.sortable_parties(int, date[], uuid[], int2[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.hits_of_records(int, date[], uuid[], uuid[]),
  data.count_choices(int, date[], uuid[], int2[], uuid, uuid, int, boolean, int2[], int2[], int2[], int[], int2[], int2[], int2[], int[]) from public;
--> statement-breakpoint
grant execute on function
  data.search_parties_oldest(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.sortable_parties(int, date[], uuid[], int2[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.hits_of_records(int, date[], uuid[], uuid[]),
  data.count_choices(int, date[], uuid[], int2[], uuid, uuid, int, boolean, int2[], int2[], int2[], int[], int2[], int2[], int2[], int[]) to gallra_web;
