-- As before, and where the transaction says so (`app.leaves_out`) without the calls that a restriction is about to carry: from the
-- moment it is asked for they are counted for nobody.
create or replace function data.count_choices(p_company int, p_days date[], p_pseudonyms uuid[], p_tiers int2[], p_from uuid, p_before uuid, p_cap int,
  p_narrow boolean, p_wanted_tiers int2[], p_kinds int2[], p_products int2[], p_sources int[], p_classes int2[], p_roles int2[],
  p_directions int2[], p_endpoints int[], p_apart boolean, p_natures int2[], p_shielded boolean)
returns table (facet int2, code int, calls int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set enable_material = off as $$
declare
  hides boolean := current_setting('app.leaves_out', true) is not distinct from 'waiting';
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
            and (not hides or not exists (
              select from data.case_call k
              join data.privacy_case w on w.company_id = p_company and w.id = k.case_id and w.state = 'making' and w.kind = 'restriction'
                and not w.of_person
              where k.company_id = p_company and k.record_id = p.record_id and k.state = 0))
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
-- Takes them out of a selection that has just been made; answers how many calls that were.
create function data.leave_waiting(p_company int, p_selection uuid) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  left_rows int8;
  left_calls int8;
begin
  with gone as (
    delete from data.selection_hit h
      where h.company_id = p_company and h.selection_id = p_selection and exists (
        select from data.case_call k
        join data.privacy_case w on w.company_id = p_company and w.id = k.case_id and w.state = 'making' and w.kind = 'restriction'
          and not w.of_person
        where k.company_id = p_company and k.record_id = h.record_id and k.state = 0)
      returning h.record_id)
  select count(*), count(distinct g.record_id) into left_rows, left_calls from gone g;
  update data.selection s set hits = s.hits - left_rows where s.company_id = p_company and s.id = p_selection;
  return left_calls;
end $$;
--> statement-breakpoint
revoke execute on function data.leave_waiting(int, uuid) from public;
--> statement-breakpoint
grant execute on function data.leave_waiting(int, uuid) to gallra_web;
