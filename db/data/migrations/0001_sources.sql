-- Where records come from, who holds a source, and how far each delivery has been read.
create table data.source (
  company_id int not null,
  id int not null,
  name text not null,
  transport text not null,
  driver text not null,
  product int2 not null,
  settings jsonb not null default '{}',
  driver_options jsonb not null default '{}',
  state text not null default 'stopped' check (state in ('running', 'stopped', 'failed')),
  state_reason text,
  state_since timestamptz not null default now(),
  time_zone text,
  country text,
  outside_line text,
  extension_digits int2,
  international_prefix text,
  keep_names boolean not null default false,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  last_seen_at timestamptz,
  primary key (company_id, id)
);
--> statement-breakpoint
create table data.source_lease (
  company_id int not null,
  source_id int not null,
  fencing int8 not null,
  holder text,
  expires_at timestamptz not null,
  primary key (company_id, source_id)
);
--> statement-breakpoint
create table data.checkpoint (
  company_id int not null,
  source_id int not null,
  delivery_id uuid not null,
  position int8 not null,
  fencing int8 not null,
  identity jsonb,
  done boolean not null default false,
  first_seen_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (company_id, source_id, delivery_id)
);
--> statement-breakpoint
create table data.transfer_session (
  company_id int not null,
  id uuid not null,
  source_id int not null,
  started_at timestamptz not null,
  last_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  error text,
  holder text,
  bytes int8 not null default 0,
  files int not null default 0,
  frames int8 not null default 0,
  records int8 not null default 0,
  undefined_lines int8 not null default 0,
  duplicates int8 not null default 0,
  joined int8 not null default 0,
  filtered int8 not null default 0,
  late int8 not null default 0,
  errors int not null default 0,
  primary key (company_id, id)
);
create index transfer_session_source on data.transfer_session (company_id, source_id, started_at);
