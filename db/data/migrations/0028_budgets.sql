-- How often somebody has asked about a person since their hour began. Whoever sees numbers masked could else find the hidden
-- digits by trying one after another.
create table data.search_budget (
  began_at timestamptz not null,
  company_id int not null,
  searches int not null,
  account_id uuid not null,
  -- Whether the refusal of this hour stands in the audit already.
  told boolean not null,
  primary key (company_id, account_id)
);
alter table data.search_budget enable row level security;
alter table data.search_budget force row level security;
create policy wall on data.search_budget using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
--> statement-breakpoint
-- When the next question is answered again; null for now. It counts nothing, so that asking at the same time waits for nobody.
create function data.search_opens_at(p_company int, p_account uuid, p_at timestamptz, p_limit int) returns timestamptz
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select b.began_at + interval '1 hour' from data.search_budget b
  where b.company_id = p_company and b.account_id = p_account and b.searches >= p_limit
    and b.began_at > p_at - interval '1 hour' and b.began_at <= p_at;
end;
-- One question of the hour's budget: `opens_at` is null when it was counted. `tripped` once an hour: that refusal is written down.
-- A clock that was set back begins a new hour, so that nobody is locked out until it has caught up.
create function data.spend_search(p_company int, p_account uuid, p_at timestamptz, p_limit int, out opens_at timestamptz, out tripped boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  budget data.search_budget;
begin
  tripped := false;
  insert into data.search_budget as b (began_at, company_id, searches, account_id, told) values (p_at, p_company, 0, p_account, false)
    on conflict (company_id, account_id) do update set searches = b.searches returning b.* into budget;
  if budget.began_at <= p_at - interval '1 hour' or budget.began_at > p_at then
    update data.search_budget b set began_at = p_at, searches = 1, told = false where b.company_id = p_company and b.account_id = p_account;
  elsif budget.searches < p_limit then
    update data.search_budget b set searches = b.searches + 1 where b.company_id = p_company and b.account_id = p_account;
  else
    opens_at := budget.began_at + interval '1 hour';
    tripped := not budget.told;
    update data.search_budget b set told = true where b.company_id = p_company and b.account_id = p_account and not b.told;
  end if;
end $$;
-- Yesterday's hours say nothing any more.
create function data.forget_searches(p_company int, p_before timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  delete from data.search_budget b where b.company_id = p_company and b.began_at < p_before;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
revoke execute on function data.search_opens_at(int, uuid, timestamptz, int), data.spend_search(int, uuid, timestamptz, int),
  data.forget_searches(int, timestamptz) from public;
grant execute on function data.search_opens_at(int, uuid, timestamptz, int), data.spend_search(int, uuid, timestamptz, int),
  data.forget_searches(int, timestamptz) to gallra_web;
