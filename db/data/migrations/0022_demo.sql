-- The demo's companies are marked, so that it can be taken away again and nothing else with it.
alter table data.company add column demo boolean not null default false;
-- Its body was bound to the columns of then.
create or replace function data.list_companies(p_reseller int, p_id int, p_slug text) returns setof data.company
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.* from data.company c
  where c.deleted_at is null and (p_reseller is null or c.reseller_id = p_reseller)
    and (p_id is null or c.id = p_id) and (p_slug is null or c.slug = p_slug)
  order by c.name, c.id;
end;
--> statement-breakpoint
create function data.mark_demo(p_id int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_id is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  -- Only a company in which nothing has been collected yet: nobody's own company becomes a demo by mistake.
  update data.company c set demo = true where c.id = p_id and c.deleted_at is null
    and not exists (select 1 from data.call_record r where r.company_id = p_id);
end $$;
--> statement-breakpoint
-- Deletes every row of a closed demo company but its audit, frees its short name and takes its people along. Answers the rows.
create function data.remove_demo_company(p_id int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  name text;
  gone int8 := 0;
  counted int8;
  house int;
begin
  if p_id is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  select c.reseller_id into house from data.company c where c.id = p_id and c.demo and c.deleted_at is not null for update;
  if not found then
    raise exception 'only a closed demo company is removed' using errcode = '22023';
  end if;
  for name in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped
    where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'audit%'
    order by c.relname
  loop
    execute format('delete from data.%I where company_id = $1', name) using p_id;
    get diagnostics counted = row_count;
    gone := gone + counted;
  end loop;
  update data.session s set current_company_id = null where s.current_company_id = p_id;
  delete from data.session s using data.account a where a.id = s.account_id and a.scope_company_id = p_id;
  delete from data.account a where a.scope_company_id = p_id;
  update data.company c set slug = 'removed-' || c.id, demo = false where c.id = p_id;
  -- The reseller's people go with the last of its companies, if all of them were the demo's.
  if not exists (select 1 from data.company c where c.reseller_id = house and (c.deleted_at is null or c.slug not like 'removed-%')) then
    delete from data.session s using data.account a where a.id = s.account_id and a.reseller_id = house;
    delete from data.account a where a.reseller_id = house;
  end if;
  return gone;
end $$;
--> statement-breakpoint
-- For the first steps: whether anybody of the company has searched, and nothing about it.
create function data.has_searched(p_company int) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (select 1 from data.audit a where a.company_id = p_company and a.action = 'data.search');
end;
--> statement-breakpoint
alter function data.has_searched(int) owner to gallra_owner;
alter function data.mark_demo(int) owner to gallra_owner;
alter function data.remove_demo_company(int) owner to gallra_owner;
revoke execute on function data.has_searched(int), data.mark_demo(int), data.remove_demo_company(int) from public;
grant execute on function data.mark_demo(int), data.has_searched(int) to gallra_web;
grant execute on function data.remove_demo_company(int) to gallra_keeper;
