-- Collectors at the customers. One is invited by a code, then known by the public halves of its keys; a source of an edge runs there alone.
create table data.edge (
  invited_at timestamptz not null,
  code_ends_at timestamptz,
  enrolled_at timestamptz,
  revoked_at timestamptz,
  last_contact_at timestamptz,
  refused_at timestamptz,
  last_sequence int8 not null default 0,
  clock_offset_ms int8,
  disk_free_bytes int8,
  waiting_bytes int8 not null default 0 check (waiting_bytes >= 0),
  refused int8 not null default 0,
  company_id int not null,
  waiting_segments int not null default 0 check (waiting_segments >= 0),
  oldest_waiting date,
  keys_until date,
  code_tries int2 not null default 0,
  is_full boolean not null default false,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  code_hash text check (length(code_hash) <= 64),
  release text check (length(release) <= 40),
  sign_key jsonb check (length(sign_key::text) <= 512),
  seal_key jsonb check (length(seal_key::text) <= 512),
  primary key (company_id, id),
  check ((enrolled_at is null) = (sign_key is null)),
  check ((sign_key is null) = (seal_key is null)),
  check (code_hash is null or code_ends_at is not null)
);
create unique index edge_name on data.edge (company_id, lower(name)) where revoked_at is null;
alter table data.edge enable row level security;
alter table data.edge force row level security;
create policy wall on data.edge using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
-- How long the inbox keys of days gone by are still needed is asked for all companies at once.
create policy keeper_all on data.edge for select to gallra_keeper using (true);
grant select, insert, update on data.edge to gallra_web;
grant select (company_id, enrolled_at, revoked_at, last_contact_at, oldest_waiting) on data.edge to gallra_keeper;
--> statement-breakpoint
alter table data.source add column edge_id uuid;
--> statement-breakpoint
-- To which machine it is sealed: null = the collectors at home.
alter table data.source_credential add column edge_id uuid;
grant select (edge_id) on data.source_credential to gallra_web;
--> statement-breakpoint
-- The door of the edges does for them what a collector at home does itself.
grant insert, update on data.source_lease, data.transfer_session, data.source_live to gallra_web;
--> statement-breakpoint
-- Only what is sealed to this edge, of sources that run there now: what is sealed to the collectors at home the portal cannot even read.
create function data.edge_credentials(p_company int, p_edge uuid) returns table (source_id int, name text, sealed text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.source_id, c.name, c.sealed from data.source_credential c
    join data.source s on s.company_id = c.company_id and s.id = c.source_id
    where c.company_id = p_company and c.edge_id = p_edge and s.company_id = p_company and s.edge_id = p_edge and s.removed_at is null
    order by 1, 2
$$;
--> statement-breakpoint
revoke execute on function data.edge_credentials(int, uuid) from public;
--> statement-breakpoint
grant execute on function data.edge_credentials(int, uuid) to gallra_web;
