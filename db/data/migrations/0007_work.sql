-- Rules, what went by rule, and the work people start: selections, exports, erasures, certificates.
create table data.retention_rule (
  company_id int not null,
  product int2 not null,
  class int2 not null,
  kept_days int check (kept_days >= 0),
  reason text,
  set_by uuid,
  set_at timestamptz not null default now(),
  primary key (company_id, product, class)
);
--> statement-breakpoint
create table data.purge_log (
  company_id int not null,
  expires_on date not null,
  product int2 not null,
  class int2 not null,
  went_at timestamptz not null,
  held int8 not null,
  primary key (company_id, expires_on, product, class, went_at)
);
create index purge_log_went on data.purge_log (company_id, went_at);
--> statement-breakpoint
create table data.selection (
  company_id int not null,
  id uuid not null,
  account_id uuid,
  hits int8 not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  detail jsonb not null default '{}',
  primary key (company_id, id)
);
create table data.selection_hit (
  company_id int not null,
  expires_on date not null,
  slice_id int not null,
  role int2 not null,
  class int2 not null,
  selection_id uuid not null,
  record_id uuid not null,
  pseudonym uuid not null,
  primary key (company_id, selection_id, record_id, role, class, pseudonym)
);
--> statement-breakpoint
create table data.export_job (
  company_id int not null,
  id uuid not null,
  selection_id uuid,
  account_id uuid,
  format text not null,
  state text not null check (state in ('waiting', 'running', 'ready', 'failed', 'cancelled', 'expired')),
  rows_total int8 not null default 0,
  rows_done int8 not null default 0,
  size_bytes int8,
  sha256 bytea,
  token_hash bytea,
  token_used_at timestamptz,
  cancel_requested boolean not null default false,
  error text,
  options jsonb not null default '{}',
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz not null,
  primary key (company_id, id)
);
--> statement-breakpoint
create table data.erasure (
  company_id int not null,
  id uuid not null,
  account_id uuid,
  selection_id uuid,
  intent_id uuid,
  certificate_id uuid,
  state text not null,
  step text not null,
  reason text not null,
  progress int8 not null default 0,
  total int8 not null default 0,
  epoch int8,
  raised_at timestamptz,
  grace_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  error text,
  detail jsonb not null default '{}',
  primary key (company_id, id)
);
--> statement-breakpoint
create table data.certificate (
  company_id int not null,
  id uuid not null,
  erasure_id uuid,
  outcome text not null,
  issued_at timestamptz not null,
  kid text not null,
  jws text not null,
  summary jsonb not null default '{}',
  primary key (company_id, id)
);
--> statement-breakpoint
-- All matching (p_only null) or the chosen records, frozen as they are now. Answers how many rows.
create function data.freeze_selection(p_company int, p_selection uuid, p_days date[], p_pseudonyms uuid[], p_from uuid, p_before uuid,
  p_only uuid[], p_sources int[], p_roles int2[], p_kinds int2[], p_directions int2[], p_endpoints int[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  frozen int8;
begin
  insert into data.selection_hit (company_id, expires_on, slice_id, role, class, selection_id, record_id, pseudonym)
    select p_company, f.expires_on, f.slice_id, f.role, f.class, p_selection, f.record_id, f.pseudonym
    from unnest(p_days, p_pseudonyms) as probe (day, pseudonym)
    cross join lateral (
      select p.* from data.party p
      left join data.call_record c on c.company_id = p_company and c.id = p.record_id
      where p.expires_on = probe.day and p.pseudonym = probe.pseudonym
        and p.record_id >= p_from and p.record_id < p_before
        and (p_only is null or p.record_id = any (p_only))
        and (p_sources is null or p.source_id = any (p_sources))
        and (p_roles is null or p.role = any (p_roles))
        and (p_kinds is null or c.kind = any (p_kinds))
        and (p_directions is null or c.direction = any (p_directions))
        and (p_endpoints is null or c.endpoint_id = any (p_endpoints) or c.queue_id = any (p_endpoints)) offset 0) f
    where f.company_id = p_company
    on conflict do nothing;
  get diagnostics frozen = row_count;
  return frozen;
end $$;
--> statement-breakpoint
-- A page of a selection, newest record first, with its facts. Rows that went meanwhile are answered without facts.
create type data.selected as (
  pseudonym uuid, still_there boolean, hit data.hit);
create function data.read_selection(p_company int, p_selection uuid, p_before uuid, p_limit int)
returns table (pseudonym uuid, still_there boolean,
  record_id uuid, expires_on date, slice_id int, role int2, class int2, product int2, source_id int,
  started_at timestamptz, call_day date, kind int2, direction int2, disposition int2, duration_seconds int,
  ring_seconds int, endpoint_id int, queue_id int, trunk_id int, cost_cents int, parties int, erased int, late int,
  segment_id uuid, ordinal int2, part_of uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select h.pseudonym,
      exists (select from data.party p where p.company_id = p_company and p.expires_on = h.expires_on
        and p.pseudonym = h.pseudonym and p.record_id = h.record_id),
      h.record_id, h.expires_on, h.slice_id, h.role, h.class, c.product, c.source_id,
      c.started_at, c.call_day, c.kind, c.direction, c.disposition, c.duration_seconds,
      c.ring_seconds, c.endpoint_id, c.queue_id, c.trunk_id, c.cost_cents, c.parties, c.erased, c.late,
      c.segment_id, c.ordinal, c.part_of
    from (
      select s.* from data.selection_hit s
      where s.company_id = p_company and s.selection_id = p_selection and s.record_id < p_before
      order by s.record_id desc fetch first p_limit rows with ties) h
    left join data.call_record c on c.company_id = p_company and c.id = h.record_id
    order by h.record_id desc, h.role, h.class;
end $$;
drop type data.selected;
--> statement-breakpoint
create function data.drop_selection(p_company int, p_selection uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from data.selection_hit h where h.company_id = p_company and h.selection_id = p_selection;
  delete from data.selection s where s.company_id = p_company and s.id = p_selection;
end;
--> statement-breakpoint
create function data.list_audit(p_company int, p_before int8, p_limit int, p_action text)
returns setof data.audit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select a.* from data.audit a
    where a.company_id = p_company and a.seq < p_before and (p_action is null or a.action like p_action || '%')
    order by a.seq desc limit p_limit;
end $$;
--> statement-breakpoint
create function data.open_company(p_company int) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.fence (company_id) values (p_company) on conflict do nothing;
end;
