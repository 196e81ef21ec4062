-- What all collectors of an installation show alike: host keys, and the certificate of their listeners; sealed to the collectors' key.
create table data.collector_secret (
  set_at timestamptz not null,
  name text primary key check (name in ('ssh-host-ed25519', 'ssh-host-rsa', 'certificate')),
  sealed text not null check (length(sealed) <= 262144)
);
alter table data.collector_secret enable row level security;
create policy shown on data.collector_secret for select to gallra_collect using (true);
create policy made on data.collector_secret for insert to gallra_collect with check (true);
-- A certificate is renewed; telephone systems remember a host key, which therefore stays.
create policy renewed on data.collector_secret for update to gallra_collect using (name = 'certificate') with check (name = 'certificate');
grant select, insert, update (set_at, sealed) on data.collector_secret to gallra_collect;
