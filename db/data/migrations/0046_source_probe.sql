-- A test of a source runs where the collector is. The portal asks, sealed to the collectors' public key; a collector answers, sealed to
-- a key of that one question. Neither records nor credentials rest readable, and the row lives two minutes at most.
create table data.source_probe (
  asked_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null default clock_timestamp() + interval '2 minutes',
  taken_at timestamptz,
  answered_at timestamptz,
  company_id int not null,
  id uuid not null,
  asked_by uuid not null,
  holder text check (length(holder) <= 120),
  question text not null check (length(question) <= 262144),
  answer text check (length(answer) <= 2097152),
  primary key (company_id, id),
  unique (company_id, asked_by),
  check (expires_at <= asked_at + interval '2 minutes 1 second')
);
create index source_probe_waiting on data.source_probe (asked_at) where taken_at is null;
alter table data.source_probe enable row level security;
alter table data.source_probe force row level security;
create policy wall on data.source_probe using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
create policy collect_all on data.source_probe for select to gallra_collect using (true);
create policy collect_answers on data.source_probe for update to gallra_collect using (true);
create policy collect_ends on data.source_probe for delete to gallra_collect using (expires_at < clock_timestamp());
grant insert (company_id, id, asked_by, question), delete,
  select (company_id, id, asked_by, asked_at, expires_at, taken_at, answered_at, answer) on data.source_probe to gallra_web;
grant select, delete, update (taken_at, holder, answered_at, answer) on data.source_probe to gallra_collect;
--> statement-breakpoint
-- What a transport says of itself while it runs: counts and states by name, never a value of a call.
create table data.source_live (
  at timestamptz not null,
  company_id int not null,
  source_id int not null,
  figures jsonb not null check (length(figures::text) <= 8192),
  primary key (company_id, source_id)
);
alter table data.source_live enable row level security;
alter table data.source_live force row level security;
create policy wall on data.source_live using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
grant select, delete on data.source_live to gallra_web;
grant select, insert, update on data.source_live to gallra_collect;
