-- What sources sign in with, sealed to the collectors' public key. The portal writes it, sees that it is there, and cannot read it.
create table data.source_credential (
  set_at timestamptz not null,
  company_id int not null,
  source_id int not null,
  name text not null check (length(name) between 1 and 64),
  sealed text not null check (length(sealed) <= 65536),
  primary key (company_id, source_id, name)
);
alter table data.source_credential enable row level security;
alter table data.source_credential force row level security;
create policy wall on data.source_credential using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
create policy collect_all on data.source_credential for select to gallra_collect using (true);
grant insert, delete, update (set_at, sealed), select (company_id, source_id, name, set_at) on data.source_credential to gallra_web;
grant select on data.source_credential to gallra_collect;
