-- Until when somebody's account counts as no second person: a week after somebody else made it, gave it a password or other rights.
-- Who could make a colleague in a minute would otherwise be two persons by themselves.
create table data.fresh_account (
  settles_at timestamptz not null,
  company_id int not null,
  account_id uuid not null,
  primary key (company_id, account_id)
);
alter table data.fresh_account enable row level security;
alter table data.fresh_account force row level security;
create policy wall on data.fresh_account using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
grant select, insert, update on data.fresh_account to gallra_web;
