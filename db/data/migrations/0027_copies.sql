-- What the copy register tells: how old the rows are, measured on the rows, and what a leak would give away day by day. The
-- canary's company is a company like any other, but for the lists people see.
alter table data.company add column internal boolean not null default false;
-- Its body was bound to the columns of then.
create or replace function data.list_companies(p_reseller int, p_id int, p_slug text) returns setof data.company
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.* from data.company c
  where c.deleted_at is null and (p_reseller is null or c.reseller_id = p_reseller)
    and (p_id is null or c.id = p_id) and (p_slug is null or c.slug = p_slug)
  order by c.name, c.id;
end;
create or replace function data.list_resellers() returns setof data.reseller
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.* from data.reseller r
  where not exists (select from data.company c where c.reseller_id = r.id and c.internal)
  order by r.id;
end;
--> statement-breakpoint
-- Makes the canary's company, once: its reseller is nobody's, so that nobody but the product reaches it.
create function data.internal_company(p_slug text, p_name text, p_zone text, p_country text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  made int;
  house int;
begin
  perform pg_advisory_xact_lock(8043, 3);
  select c.id into made from data.company c where c.internal and c.deleted_at is null;
  if made is null then
    insert into data.reseller (name) values (p_name) returning id into house;
    insert into data.company (reseller_id, slug, name, kind, time_zone, country, language, internal)
      values (house, p_slug, p_name, 'private', p_zone, p_country, 'en', true) returning id into made;
  end if;
  return made;
end $$;
--> statement-breakpoint
-- Raw records and undefined lines by the key they stand under.
create function data.sealed_ages(p_company int) returns table (class int2, product int2, slice_id int, expires_on date, held int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select 5::int2, r.product, r.slice_id, r.expires_on, sum(r.records)::int8 from data.raw_segment r
      where r.company_id = p_company group by 2, 3, 4
    union all
    select 6::int2, u.product, u.slice_id, u.expires_on, count(*) from data.undefined_line u
      where u.company_id = p_company group by 2, 3, 4;
end $$;
-- Of these keys those under which a party row stands. It looks until it has found one row each.
create function data.parties_under(p_company int, p_days date[], p_slices int[]) returns setof int
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if cardinality(p_slices) > 500 then raise exception 'too many keys at once' using errcode = '54000'; end if;
  return query
    select k.slice from unnest(p_days, p_slices) as k (day, slice)
    where exists (select from data.party p where p.company_id = p_company and p.expires_on = k.day and p.slice_id = k.slice);
end $$;
-- The oldest party rows that should have gone before p_today, whatever the counts say: one for each product and class of the
-- first of the oldest p_days days that have any.
create function data.parties_past(p_company int, p_today date, p_days int)
returns table (product int2, class int2, slice_id int, expires_on date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  past record;
begin
  for past in select l.first_day, l.end_day from data.party_leaves() l where l.first_day < p_today order by l.first_day limit p_days loop
    return query
      select distinct on (p.product, p.class) p.product, p.class, p.slice_id, p.expires_on from data.party p
      where p.company_id = p_company and p.expires_on >= past.first_day and p.expires_on < least(past.end_day, p_today)
      order by p.product, p.class, p.expires_on;
    if found then return; end if;
  end loop;
end $$;
-- The oldest call of each of these products; of one alone the first row of the index answers.
create function data.oldest_calls(p_company int, p_products int2[]) returns table (product int2, call_day date)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select w.product, f.call_day from unnest(p_products) as w (product)
    cross join lateral (
      select c.call_day from data.call_record c
      where c.company_id = p_company and (cardinality(p_products) = 1 or c.product = w.product) order by c.id limit 1) f;
end $$;
--> statement-breakpoint
-- How much stands in each store of a company, since when, and how much of it is past its own end.
create function data.store_ages(p_company int, p_now timestamptz) returns table (store text, held int8, oldest timestamptz, overdue int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  return query
    select a.store, a.held, a.oldest, a.overdue from (
      select 'calls' as store, (select count(*) from (select from data.call_record c where c.company_id = p_company limit 5000000) n) as held,
        (select c.started_at from data.call_record c where c.company_id = p_company order by c.id limit 1) as oldest, 0::int8 as overdue
      union all
      select 'selections', (select count(*) from (select from data.selection_hit h where h.company_id = p_company limit 5000000) n),
        min(s.created_at), count(*) filter (where s.expires_at < p_now - interval '1 day')
        from data.selection s where s.company_id = p_company
      union all
      select 'exports', count(*), min(e.created_at), count(*) filter (where e.expires_at < p_now - interval '1 day')
        from data.export_job e where e.company_id = p_company and e.cleaned_at is null
      union all
      select 'erasures', count(*), min(e.created_at), count(*) filter (where e.created_at < p_now - interval '61 days')
        from data.erasure e where e.company_id = p_company and e.detail ? 'plan'
      union all
      select 'certificates', count(*), min(c.issued_at), 0 from data.certificate c where c.company_id = p_company
      union all
      select 'cases', count(*), min(c.created_at), 0 from data.privacy_case c where c.company_id = p_company and c.state <> 'ended'
      union all
      select 'audit', (select h.seq from data.audit_head h where h.company_id = p_company)
          - coalesce((select k.seq from data.audit_checkpoint k where k.company_id = p_company), 0),
        (select l.at from data.audit l where l.company_id = p_company order by l.seq limit 1), 0
      union all
      select 'saved-views', count(*), min(v.changed_at), 0 from data.saved_view v where v.company_id = p_company
      union all
      select 'accounts', count(*), min(u.created_at), 0 from data.account u where u.scope_company_id = p_company
      union all
      select 'sessions', count(*), min(s.created_at), count(*) filter (where s.expires_at < p_now - interval '9 days')
        from data.session s join data.account u on u.id = s.account_id where u.scope_company_id = p_company
      union all
      select 'settings', count(*), min(s.created_at), 0 from data.source s where s.company_id = p_company and s.removed_at is null
      union all
      select 'operations', count(*), min(s.started_at), 0 from data.transfer_session s where s.company_id = p_company
      union all
      select 'figures', count(*), min(d.day)::timestamptz, count(*) filter (where d.day < (p_now - interval '402 days')::date)
        from data.exposure_day d where d.company_id = p_company) a
    where a.held > 0;
end $$;
--> statement-breakpoint
-- What a leak of both clusters would give away, as it was on a day. Counts, kept 400 days.
create table data.exposure_day (
  measured_at timestamptz not null,
  numbers int8 not null,
  ssns int8 not null,
  truncated int8 not null,
  names int8 not null,
  appearances int8 not null,
  raw_records int8 not null,
  undefined_lines int8 not null,
  calls int8 not null,
  oldest_days int not null,
  company_id int not null,
  day date not null,
  primary key (company_id, day)
);
-- What each night's canary saw, signed; no company's.
create table data.canary_night (
  started_at timestamptz not null,
  finished_at timestamptz not null,
  id uuid primary key,
  outcome text not null check (outcome in ('gone', 'left', 'missed', 'failed')),
  kid text not null,
  jws text not null,
  summary jsonb not null
);
create index canary_night_finished on data.canary_night (finished_at desc);
alter table data.exposure_day enable row level security;
alter table data.exposure_day force row level security;
create policy wall on data.exposure_day using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
grant select, insert, update, delete on data.exposure_day to gallra_web;
grant select on data.canary_night to gallra_web;
grant select, insert, delete on data.canary_night to gallra_keeper;
--> statement-breakpoint
alter function data.internal_company(text, text, text, text) owner to gallra_owner;
alter function data.sealed_ages(int) owner to gallra_owner;
alter function data.parties_under(int, date[], int[]) owner to gallra_owner;
alter function data.parties_past(int, date, int) owner to gallra_owner;
alter function data.oldest_calls(int, int2[]) owner to gallra_owner;
alter function data.store_ages(int, timestamptz) owner to gallra_owner;
revoke execute on function data.internal_company(text, text, text, text), data.sealed_ages(int), data.parties_under(int, date[], int[]),
  data.parties_past(int, date, int), data.oldest_calls(int, int2[]), data.store_ages(int, timestamptz) from public;
grant execute on function data.internal_company(text, text, text, text) to gallra_keeper;
grant execute on function data.sealed_ages(int), data.parties_under(int, date[], int[]), data.parties_past(int, date, int),
  data.oldest_calls(int, int2[]), data.store_ages(int, timestamptz) to gallra_web;
