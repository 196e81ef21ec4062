-- The fence, the facts, who took part, the raw, and what no driver understood. No value here names a person: pseudonyms
-- and sealed bytes open only with keys of the keyring cluster.
create table data.fence (
  company_id int primary key,
  epoch int8 not null default 1,
  raised_at timestamptz
);
--> statement-breakpoint
create table data.call_record (
  started_at timestamptz not null,
  id uuid not null,
  segment_id uuid,
  company_id int not null,
  source_id int not null,
  call_day date not null,
  duration_seconds int not null,
  parties int not null,
  product int2 not null,
  kind int2 not null,
  direction int2,
  disposition int2,
  ordinal int2,
  endpoint_id int,
  queue_id int,
  trunk_id int,
  ring_seconds int,
  cost_cents int,
  erased int,
  late int,
  part_of uuid,
  primary key (company_id, id)
) partition by range (id);
--> statement-breakpoint
create table data.party (
  company_id int not null,
  expires_on date not null,
  slice_id int not null,
  source_id int not null,
  pseudonym uuid not null,
  record_id uuid not null,
  product int2 not null,
  role int2 not null,
  class int2 not null
) partition by range (expires_on);
create index party_pseudonym on data.party (pseudonym, record_id);
create index party_record on data.party using brin (record_id) with (pages_per_range = 4, autosummarize = on);
--> statement-breakpoint
create table data.raw_segment (
  company_id int not null,
  expires_on date not null,
  slice_id int not null,
  source_id int not null,
  id uuid not null,
  delivery_id uuid not null,
  product int2 not null,
  records int2 not null,
  sealed bytea not null,
  primary key (company_id, expires_on, id)
) partition by range (expires_on);
--> statement-breakpoint
create table data.undefined_line (
  received_at timestamptz not null,
  position int8 not null,
  company_id int not null,
  expires_on date not null,
  slice_id int not null,
  source_id int not null,
  length_bytes int not null,
  product int2 not null,
  id uuid not null,
  delivery_id uuid not null,
  reason text not null,
  sealed bytea not null,
  primary key (company_id, expires_on, id)
) partition by range (expires_on);
--> statement-breakpoint
create table data.stored_count (
  company_id int not null,
  expires_on date not null,
  product int2 not null,
  class int2 not null,
  held int8 not null,
  primary key (company_id, expires_on, product, class)
) with (fillfactor = 70);
--> statement-breakpoint
create table data.call_day_end (
  company_id int not null,
  call_day date not null,
  expires_on date not null,
  primary key (company_id, call_day, expires_on)
);
--> statement-breakpoint
-- Sealed bytes are noise: trying to compress them costs time and gains nothing.
alter table data.raw_segment alter column sealed set storage external;
alter table data.undefined_line alter column sealed set storage external;
