-- Cool-down of what shortens, the end of what is switched off, disposal decisions of public bodies, the ground for personal
-- identity numbers, and what a company collects at all.
alter table data.retention_change add column holds_on date;
alter table data.retention_change drop constraint retention_change_state_check;
alter table data.retention_change add constraint retention_change_state_check
  check (state in ('waiting', 'approved', 'declined', 'withdrawn', 'replaced', 'cooling', 'held', 'cancelled', 'waived'));
alter table data.retention_change add constraint retention_change_cooling_check check (state <> 'cooling' or holds_on is not null);
--> statement-breakpoint
-- A rule that is switched off ends by itself, and the days of before hold again.
alter table data.retention_rule add column disabled_until date;
alter table data.retention_rule add column former_days int check (former_days >= 0);
update data.retention_rule set disabled_until = (set_at + interval '12 months')::date where kept_days is null;
--> statement-breakpoint
-- What an authority has decided to dispose of. Ended ones stay: the protocol of a period names what held then.
create table data.disposal_decision (
  decided_on date not null,
  recorded_at timestamptz not null,
  ended_at timestamptz,
  company_id int not null,
  id uuid not null,
  recorded_by uuid,
  ended_by uuid,
  authority text not null,
  number text not null,
  about text not null,
  recorded_by_name text not null,
  ended_by_name text,
  primary key (company_id, id)
);
--> statement-breakpoint
create table data.disposal_item (
  company_id int not null,
  shortest_days int check (shortest_days >= 0),
  longest_days int check (longest_days >= 0),
  product int2 not null,
  class int2 not null,
  decision_id uuid not null,
  primary key (company_id, decision_id, product, class),
  check (shortest_days is null or longest_days is null or shortest_days <= longest_days)
);
--> statement-breakpoint
-- Why personal identity numbers may be stored. At most one holds; the ones before it stay as they were.
create table data.ssn_ground (
  justified_at timestamptz not null,
  withdrawn_at timestamptz,
  company_id int not null,
  -- On withdrawal: what is stored ends at once.
  end_stored boolean not null default false,
  id uuid not null,
  justified_by uuid,
  withdrawn_by uuid,
  ground text not null check (ground in ('consent', 'purpose', 'identification', 'other')),
  reason text not null,
  justified_by_name text not null,
  withdrawn_by_name text,
  primary key (company_id, id)
);
create unique index ssn_ground_one on data.ssn_ground (company_id) where withdrawn_at is null;
--> statement-breakpoint
create table data.collected_field (
  set_at timestamptz not null,
  company_id int not null,
  set_by uuid,
  kept boolean not null,
  field text not null,
  set_by_name text not null,
  reason text not null,
  primary key (company_id, field)
);
--> statement-breakpoint
-- How many values were left at the door, a row a day: counts alone, never a value.
create table data.dropped_count (
  day date not null,
  company_id int not null,
  product int2 not null,
  field text not null,
  dropped int8 not null,
  primary key (company_id, day, product, field)
);
--> statement-breakpoint
create function data.add_dropped(p_company int, p_day date, p_product int2, p_fields text[], p_dropped int8[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  insert into data.dropped_count as d (company_id, day, product, field, dropped)
    select p_company, p_day, p_product, n.field, sum(n.dropped) from unnest(p_fields, p_dropped) as n (field, dropped)
    group by 4 order by 4
  on conflict (company_id, day, product, field) do update set dropped = d.dropped + excluded.dropped;
end $$;
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['disposal_decision', 'disposal_item', 'ssn_ground', 'collected_field', 'dropped_count'] loop
    execute format('alter table data.%I enable row level security', name);
    execute format('alter table data.%I force row level security', name);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', name);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update on data.disposal_decision, data.ssn_ground to gallra_web;
grant select, insert on data.disposal_item to gallra_web;
grant select, insert, update on data.collected_field to gallra_web;
grant select on data.dropped_count to gallra_web;
-- Ingest and clean-up obey them, and read no names of who recorded them.
grant select (company_id, id, ended_at) on data.disposal_decision to gallra_ingest, gallra_keeper;
grant select on data.disposal_item to gallra_ingest, gallra_keeper;
grant select (company_id, id, withdrawn_at, end_stored) on data.ssn_ground to gallra_ingest, gallra_keeper;
grant select (company_id, field, kept) on data.collected_field to gallra_ingest;
alter function data.add_dropped(int, date, int2, text[], int8[]) owner to gallra_owner;
revoke execute on function data.add_dropped(int, date, int2, text[], int8[]) from public;
grant execute on function data.add_dropped(int, date, int2, text[], int8[]) to gallra_ingest;
--> statement-breakpoint
-- Calls by product and day: the facts that the coming nights take. Ids sort by time, so that only those months are looked at.
create function data.count_call_days(p_company int, p_from date, p_before date) returns table (product int2, call_day date, calls int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  return query
    select c.product, c.call_day, count(*) from data.call_record c
    where c.company_id = p_company and c.call_day >= p_from and c.call_day < p_before
      and (c.id >= data.id_floor(greatest(p_from - 2, '1970-01-02')::timestamp at time zone 'UTC')
        and c.id < data.id_floor((p_before + 2)::timestamp at time zone 'UTC') or c.id >= data.id_floor(now() + interval '2 days'))
    group by 1, 2 order by 1, 2;
end $$;
--> statement-breakpoint
alter function data.count_call_days(int, date, date) owner to gallra_owner;
revoke execute on function data.count_call_days(int, date, date) from public;
grant execute on function data.count_call_days(int, date, date) to gallra_web;
