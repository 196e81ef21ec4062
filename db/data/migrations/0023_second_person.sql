-- A second person's word on an erasure, and what an independent re-search reads with: functions of its own, none of which the
-- deleter calls.
create table data.erasure_setting (
  set_at timestamptz not null,
  -- A looser setting waits: until then the one beside it holds.
  next_from timestamptz,
  company_id int not null,
  second_approver boolean not null,
  next_second_approver boolean,
  set_by uuid,
  set_by_name text not null,
  -- Beginnings of the company's own numbers, as +46846500: an erasure of one of them always needs a second person.
  own_numbers text[] not null default '{}' check (cardinality(own_numbers) <= 100),
  next_own_numbers text[] check (cardinality(next_own_numbers) <= 100),
  primary key (company_id)
);
--> statement-breakpoint
create table data.erasure_approval (
  asked_at timestamptz not null,
  lapses_at timestamptz not null,
  decided_at timestamptz,
  company_id int not null,
  grace_minutes int not null check (grace_minutes >= 0),
  erasure_id uuid not null,
  asked_by uuid,
  decided_by uuid,
  asked_by_name text not null,
  decided_by_name text,
  state text not null check (state in ('waiting', 'approved', 'declined', 'withdrawn', 'lapsed')),
  why text[] not null,
  -- What the asker saw in counts, so that the approver sees that and nothing else.
  preview jsonb not null,
  primary key (company_id, erasure_id)
);
create index erasure_approval_state on data.erasure_approval (company_id, state, asked_at);
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['erasure_setting', 'erasure_approval'] loop
    execute format('alter table data.%I enable row level security', name);
    execute format('alter table data.%I force row level security', name);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', name);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update on data.erasure_setting, data.erasure_approval to gallra_web;
--> statement-breakpoint
-- How many calls a company holds, counted no further than `p_limit`.
create function data.count_calls(p_company int, p_limit int8) returns int8
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select count(*) from (select from data.call_record c where c.company_id = p_company limit p_limit) counted);
end $$;
--> statement-breakpoint
-- Hits of erased subjects in anybody's frozen selections: they would still say which calls belong together.
create function data.drop_hits(p_company int, p_pseudonyms uuid[]) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  delete from data.selection_hit h where h.company_id = p_company and h.pseudonym = any (p_pseudonyms);
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
create function data.look_parties(p_company int, p_day date, p_after_pseudonym uuid, p_after_record uuid, p_limit int)
returns table (pseudonym uuid, record_id uuid, slice_id int, role int2, class int2)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select p.pseudonym, p.record_id, p.slice_id, p.role, p.class from data.party p
    where p.company_id = p_company and p.expires_on = p_day and (p.pseudonym, p.record_id) > (p_after_pseudonym, p_after_record)
    order by p.pseudonym, p.record_id fetch first p_limit rows with ties;
end $$;
--> statement-breakpoint
create function data.look_raw(p_company int, p_day date, p_after uuid, p_limit int) returns table (id uuid, slice_id int, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select r.id, r.slice_id, r.sealed from data.raw_segment r
    where r.company_id = p_company and r.expires_on = p_day and r.id > p_after order by r.id limit p_limit;
end $$;
--> statement-breakpoint
create function data.look_lines(p_company int, p_day date, p_after uuid, p_limit int)
returns table (id uuid, slice_id int, received_at timestamptz, reason text, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select u.id, u.slice_id, u.received_at, u.reason, u.sealed from data.undefined_line u
    where u.company_id = p_company and u.expires_on = p_day and u.id > p_after order by u.id limit p_limit;
end $$;
--> statement-breakpoint
create function data.look_selections(p_company int, p_after_selection uuid, p_after_record uuid, p_limit int)
returns table (selection_id uuid, record_id uuid, slice_id int, pseudonym uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select h.selection_id, h.record_id, h.slice_id, h.pseudonym from data.selection_hit h
    where h.company_id = p_company and (h.selection_id, h.record_id) > (p_after_selection, p_after_record)
    order by h.selection_id, h.record_id fetch first p_limit rows with ties;
end $$;
--> statement-breakpoint
create function data.look_audit(p_company int, p_after int8, p_limit int) returns table (seq int8, words text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select a.seq, concat_ws(' ', a.actor, a.action, a.purpose, a.detail::text) from data.audit a
    where a.company_id = p_company and a.seq > p_after order by a.seq limit p_limit;
end $$;
--> statement-breakpoint
alter function data.count_calls(int, int8) owner to gallra_owner;
alter function data.drop_hits(int, uuid[]) owner to gallra_owner;
alter function data.look_parties(int, date, uuid, uuid, int) owner to gallra_owner;
alter function data.look_raw(int, date, uuid, int) owner to gallra_owner;
alter function data.look_lines(int, date, uuid, int) owner to gallra_owner;
alter function data.look_selections(int, uuid, uuid, int) owner to gallra_owner;
alter function data.look_audit(int, int8, int) owner to gallra_owner;
revoke execute on function data.count_calls(int, int8), data.drop_hits(int, uuid[]), data.look_parties(int, date, uuid, uuid, int),
  data.look_raw(int, date, uuid, int), data.look_lines(int, date, uuid, int), data.look_selections(int, uuid, uuid, int),
  data.look_audit(int, int8, int) from public;
grant execute on function data.count_calls(int, int8), data.drop_hits(int, uuid[]), data.look_parties(int, date, uuid, uuid, int),
  data.look_raw(int, date, uuid, int), data.look_lines(int, date, uuid, int), data.look_selections(int, uuid, uuid, int),
  data.look_audit(int, int8, int) to gallra_web;
