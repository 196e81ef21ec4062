-- Profiles that a company makes itself, who has them, and how many values somebody has revealed in the last hour.
create table data.profile (
  company_id int not null,
  id uuid not null,
  name text not null,
  base text not null,
  permissions jsonb not null,
  sight jsonb not null,
  export_sight jsonb not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (company_id, id)
);
create unique index profile_name on data.profile (company_id, lower(name));
create table data.profile_holder (
  company_id int not null,
  account_id uuid not null,
  profile_id uuid not null,
  since timestamptz not null,
  primary key (company_id, account_id)
);
create index profile_holder_profile on data.profile_holder (company_id, profile_id);
create table data.reveal_budget (
  company_id int not null,
  account_id uuid not null,
  spent jsonb not null,
  primary key (company_id, account_id)
);
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['profile', 'profile_holder', 'reveal_budget'] loop
    execute format('alter table data.%I enable row level security', t);
    execute format('alter table data.%I force row level security', t);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', t);
  end loop;
end $$;
grant select, insert, update, delete on data.profile, data.profile_holder to gallra_web;
--> statement-breakpoint
-- One reveal of the hour's budget, or -1 when it is spent. The row's lock makes two at once count as two.
create function data.spend_reveal(p_company int, p_account uuid, p_at timestamptz, p_limit int) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  moment int8 := (extract(epoch from p_at) * 1000)::int8;
  used jsonb;
begin
  insert into data.reveal_budget as b (company_id, account_id, spent) values (p_company, p_account, '[]')
    on conflict (company_id, account_id) do update set spent = b.spent;
  select coalesce(jsonb_agg(v), '[]') into used
    from data.reveal_budget b cross join lateral jsonb_array_elements(b.spent) v
    where b.company_id = p_company and b.account_id = p_account and (v #>> '{}')::int8 > moment - 3600000;
  if jsonb_array_length(used) >= p_limit then
    return -1;
  end if;
  update data.reveal_budget b set spent = used || to_jsonb(moment) where b.company_id = p_company and b.account_id = p_account;
  return p_limit - jsonb_array_length(used) - 1;
end $$;
-- Which identifiers a call was read with, and which of them were erased or came too late to be stored, as bits.
create function data.parties_once(p_company int, p_record uuid) returns table (parties int, erased int, late int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select c.parties, coalesce(c.erased, 0), coalesce(c.late, 0) from data.call_record c where c.company_id = p_company and c.id = p_record;
end $$;
--> statement-breakpoint
revoke execute on function data.spend_reveal(int, uuid, timestamptz, int), data.parties_once(int, uuid) from public;
grant execute on function data.spend_reveal(int, uuid, timestamptz, int), data.parties_once(int, uuid) to gallra_web;
