-- What stands between sources and the inbox: rules by which calls are left out, and numbers of which only a category is kept. Numbers
-- in them are of organisations; a person's stands in the keyring alone.
create table data.gate_setting (
  set_at timestamptz not null,
  company_id int not null,
  version int not null check (version > 0),
  set_by uuid,
  kind text not null check (kind in ('filter', 'shield')),
  set_by_name text not null,
  settings jsonb not null,
  primary key (company_id, kind)
);
--> statement-breakpoint
-- What it did, a row a day of reception: counts alone. `kind` and `code` are those of domain/gate-counts.ts.
create table data.gate_count (
  day date not null,
  company_id int not null,
  source_id int not null,
  code int not null,
  frames int8 not null,
  kind int2 not null,
  primary key (company_id, day, source_id, kind, code)
);
--> statement-breakpoint
-- In the transaction of the batch that moves the checkpoint: nothing is counted twice. The statistics of the day have its sums.
create function data.add_gate_counts(p_company int, p_source int, p_day date, p_kinds int2[], p_codes int[], p_frames int8[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  left_out int8; shielded int8;
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  insert into data.gate_count as c (company_id, day, source_id, kind, code, frames)
    select p_company, p_day, p_source, n.kind, n.code, sum(n.frames) from unnest(p_kinds, p_codes, p_frames) as n (kind, code, frames)
    group by 4, 5 order by 4, 5
  on conflict (company_id, day, source_id, kind, code) do update set frames = c.frames + excluded.frames;
  select coalesce(sum(n.frames) filter (where n.kind = 1), 0), coalesce(sum(n.frames) filter (where n.kind = 2), 0)
    into left_out, shielded from unnest(p_kinds, p_frames) as n (kind, frames);
  perform data.add_left_out(p_company, p_source, p_day, left_out, shielded);
end $$;
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['gate_setting', 'gate_count'] loop
    execute format('alter table data.%I enable row level security', name);
    execute format('alter table data.%I force row level security', name);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', name);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update on data.gate_setting to gallra_web;
grant select (company_id, kind, version, settings) on data.gate_setting to gallra_collect;
grant select on data.gate_count to gallra_web;
alter function data.add_gate_counts(int, int, date, int2[], int[], int8[]) owner to gallra_owner;
revoke execute on function data.add_gate_counts(int, int, date, int2[], int[], int8[]) from public;
grant execute on function data.add_gate_counts(int, int, date, int2[], int[], int8[]) to gallra_ingest;
