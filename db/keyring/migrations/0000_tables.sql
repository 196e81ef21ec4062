-- The keyring: the additional information of GDPR Art. 4(5), in a cluster of its own. Roles hold EXECUTE on functions only.
create schema if not exists keyring;
--> statement-breakpoint
-- One row: which root key, how far into the ledger, when the last sweep ended. No personal data.
create table keyring.keyring_state (
  only_row boolean primary key default true check (only_row),
  root_kid text,
  ledger_seq bigint not null default 0,
  ledger_hash text not null default '',
  last_sweep_at timestamptz
);
--> statement-breakpoint
insert into keyring.keyring_state default values;
--> statement-breakpoint
-- One row a company, kept after its end so that nobody makes it again. Versions let caches know that they are old.
create table keyring.company_state (
  company_id int4 primary key,
  generation int4 not null,
  marks_version int4 not null default 0,
  slices_version int4 not null default 0,
  last_slice_id int4 not null default 0,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz
);
--> statement-breakpoint
create table keyring.company_key (
  company_id int4 not null,
  generation int4 not null,
  wrapped text not null,
  created_at timestamptz not null default now(),
  primary key (company_id, generation)
);
--> statement-breakpoint
-- Personal. One partition a company: it can be rewritten after an erasure without touching the others, and dropped at the end.
create table keyring.subject (
  company_id int4 not null,
  class int2 not null,
  normaliser int2 not null,
  live_until date not null,
  suspended_until timestamptz,
  id uuid not null,
  lookup uuid,
  digits uuid,
  national uuid,
  last8 uuid,
  elsewhere uuid,
  sealed bytea not null,
  primary key (company_id, id)
) partition by list (company_id);
--> statement-breakpoint
-- The searched column comes first: a partition holds one company, so that company_id selects nothing there, and a planner
-- without statistics would take any index that begins with it.
create unique index subject_lookup on keyring.subject (lookup, class, company_id) where class in (1, 2);
--> statement-breakpoint
create index subject_shared_lookup on keyring.subject (lookup) where class not in (1, 2);
--> statement-breakpoint
create index subject_last8 on keyring.subject (last8) where last8 is not null;
--> statement-breakpoint
-- The few whose written form ends in other digits than the canonical one: its last eight.
create index subject_elsewhere on keyring.subject (elsewhere) where elsewhere is not null;
--> statement-breakpoint
-- `variant` is 0 for the slice ingest writes to; a slice moved to another end takes its own id, so that two may share an end.
create table keyring.slice (
  company_id int4 not null,
  id int4 not null,
  product int2 not null,
  class int2 not null,
  call_day date not null,
  expires_on date not null,
  variant int4 not null default 0,
  destroy_at timestamptz not null,
  destroyed_at timestamptz,
  wrapped bytea,
  primary key (company_id, id),
  unique (company_id, call_day, expires_on, product, class, variant),
  check ((wrapped is null) = (destroyed_at is not null))
) partition by list (company_id);
--> statement-breakpoint
create index slice_live on keyring.slice (company_id, expires_on) where wrapped is not null;
--> statement-breakpoint
create table keyring.inbox_key (
  day date not null,
  kid text not null,
  public jsonb not null,
  sealed text not null,
  primary key (kid)
);
--> statement-breakpoint
create index inbox_key_day on keyring.inbox_key (day);
--> statement-breakpoint
-- Personal as long as the watermark key lives: HMACs of what is erased, up to a moment.
create table keyring.watermark (
  company_id int4 not null,
  class int2 not null,
  normaliser int2 not null,
  until date not null,
  before timestamptz not null,
  hash uuid not null,
  last8 uuid,
  primary key (company_id, class, hash)
);
--> statement-breakpoint
-- An erasure under way. Subject ids only, never the identifier; gone when the erasure is done.
create table keyring.intent (
  company_id int4 not null,
  id uuid not null,
  subject_ids uuid[] not null,
  opened_at timestamptz not null,
  primary key (company_id, id)
);
--> statement-breakpoint
-- Personal: an extension belongs to an employee. The label is sealed, its id is random.
create table keyring.endpoint (
  company_id int4 not null,
  id int4 not null,
  kind int2 not null,
  hash uuid not null,
  sealed bytea not null,
  primary key (company_id, id),
  unique (company_id, kind, hash)
);
--> statement-breakpoint
create table keyring.box_key (
  company_id int4 not null,
  id uuid not null,
  until timestamptz not null,
  wrapped bytea not null,
  primary key (company_id, id)
);
--> statement-breakpoint
-- What was destroyed but may still lie in dead rows on the disk, until the next scrub rewrites the table. No personal data.
create table keyring.residue (
  company_id int4 not null,
  relation text not null,
  since xid8 not null,
  primary key (company_id, relation)
);
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['company_key', 'subject', 'slice', 'watermark', 'intent', 'endpoint', 'box_key'] loop
    execute format('alter table keyring.%I enable row level security', name);
    execute format('alter table keyring.%I force row level security', name);
    execute format(
      'create policy own_company on keyring.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)',
      name
    );
  end loop;
  -- Sweeps must know which companies there are; these two tables say no more than that, and only functions read them.
  foreach name in array array['company_state', 'residue'] loop
    execute format('alter table keyring.%I enable row level security', name);
    execute format('alter table keyring.%I force row level security', name);
    execute format('create policy every_company on keyring.%I for select using (true)', name);
    execute format(
      'create policy own_company on keyring.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)',
      name
    );
  end loop;
end
$$;
