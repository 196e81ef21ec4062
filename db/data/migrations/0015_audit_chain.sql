-- The audit's chain: every row carries the hash of the one before it and its own, which covers every column. The head's row
-- lock, taken last in a writer's transaction, keeps the numbers without a gap and the chain without a fork.
--
-- SHA-256 over the hash before (32 bytes) and then, for each field, its length in bytes, ":", the field in UTF-8 and ","; a
-- field that is absent is "-,". So no two rows have the same encoding, and any language can compute it again.
create function data.audit_hash(p_prev bytea, p_company int, p_seq int8, p_at timestamptz, p_actor_id uuid, p_actor text,
  p_action text, p_subject uuid, p_purpose text, p_detail jsonb, p_ip text) returns bytea
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  field text;
  written text := '';
begin
  foreach field in array array['gallra-audit-1', p_company::text, p_seq::text,
    to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), p_actor_id::text, p_actor, p_action,
    p_subject::text, p_purpose, p_detail::text, p_ip]
  loop
    written := written || coalesce(octet_length(convert_to(field, 'UTF8')) || ':' || field, '-') || ',';
  end loop;
  return sha256(p_prev || convert_to(written, 'UTF8'));
end $$;
--> statement-breakpoint
-- What earlier releases wrote is chained once, as it stands.
do $$
declare
  company int;
  entry data.audit;
  before bytea;
  last int8;
begin
  for company in select 0 union select c.id from data.company c order by 1 loop
    perform set_config('app.company_id', company::text, true);
    before := decode(repeat('00', 32), 'hex');
    last := 0;
    for entry in select * from data.audit a where a.company_id = company order by a.seq loop
      update data.audit a set prev = before, hash = data.audit_hash(before, a.company_id, a.seq, a.at, a.actor_id, a.actor,
          a.action, a.subject_pseudonym, a.purpose, a.detail, a.ip)
        where a.company_id = company and a.seq = entry.seq returning a.hash into before;
      last := entry.seq;
    end loop;
    update data.audit_head h set seq = last, hash = before where h.company_id = company;
  end loop;
  perform set_config('app.company_id', '', true);
end $$;
--> statement-breakpoint
alter table data.audit alter column prev set not null, alter column hash set not null;
alter table data.audit_head alter column hash set not null;
-- A head changes with every entry: with room in its page it does so in place.
alter table data.audit_head set (fillfactor = 50);
create index audit_by_subject on data.audit (company_id, subject_pseudonym, seq) where subject_pseudonym is not null;
create index audit_by_time on data.audit (company_id, at);
--> statement-breakpoint
-- Where the chain of a company begins since its oldest rows went by rule: the last of them, signed.
create table data.audit_checkpoint (
  company_id int primary key,
  seq int8 not null,
  hash bytea not null,
  at timestamptz not null,
  purged_at timestamptz not null,
  jws text not null
);
-- The last verification of a company's chain, and how far the present one has come.
create table data.audit_check (
  company_id int primary key,
  state text not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  rows_done int8 not null,
  rows_total int8 not null,
  verdict jsonb
);
alter table data.audit_checkpoint enable row level security;
alter table data.audit_checkpoint force row level security;
alter table data.audit_check enable row level security;
alter table data.audit_check force row level security;
create policy wall on data.audit_checkpoint using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
create policy wall on data.audit_check using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
grant select, insert, update on data.audit_check to gallra_web;
--> statement-breakpoint
create or replace function data.append_audit(p_company int, p_at timestamptz, p_actor_id uuid, p_actor text, p_action text,
  p_subject uuid, p_purpose text, p_detail jsonb, p_ip text) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  head data.audit_head;
  own bytea;
begin
  select h.* into head from data.audit_head h where h.company_id = p_company for update;
  if not found then
    insert into data.audit_head (company_id, seq, hash) values (p_company, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing;
    select h.* into strict head from data.audit_head h where h.company_id = p_company for update;
  end if;
  head.seq := head.seq + 1;
  own := data.audit_hash(head.hash, p_company, head.seq, p_at, p_actor_id, p_actor, p_action, p_subject, p_purpose, p_detail, p_ip);
  insert into data.audit (company_id, seq, at, actor_id, actor, action, subject_pseudonym, purpose, detail, ip, prev, hash)
    values (p_company, head.seq, p_at, p_actor_id, p_actor, p_action, p_subject, p_purpose, p_detail, p_ip, head.hash, own);
  update data.audit_head h set seq = head.seq, hash = own where h.company_id = p_company;
  return head.seq;
end $$;
--> statement-breakpoint
-- Rows as the verifier reads them: every field as the very text that was hashed.
create function data.audit_rows(p_company int, p_after int8, p_limit int)
returns table (seq int8, at text, actor_id text, actor text, action text, subject_pseudonym text, purpose text, detail text,
  ip text, prev text, hash text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select a.seq, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), a.actor_id::text, a.actor, a.action,
      a.subject_pseudonym::text, a.purpose, a.detail::text, a.ip, encode(a.prev, 'hex'), encode(a.hash, 'hex')
    from data.audit a where a.company_id = p_company and a.seq > p_after order by a.seq limit least(p_limit, 10000);
end $$;
--> statement-breakpoint
-- The end of a company's chain, and where it begins.
create function data.audit_state(p_company int)
returns table (seq int8, hash text, checkpoint_seq int8, checkpoint_hash text, checkpoint_at timestamptz, checkpoint_jws text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select h.seq, encode(h.hash, 'hex'), c.seq, encode(c.hash, 'hex'), c.at, c.jws
    from data.audit_head h left join data.audit_checkpoint c on c.company_id = h.company_id
    where h.company_id = p_company;
end $$;
--> statement-breakpoint
-- The newest first. Numbers follow the clock to within a day, which spares a search in the past everything after it.
create function data.search_audit(p_company int, p_before int8, p_limit int, p_action text, p_actor text, p_purpose text,
  p_from timestamptz, p_until timestamptz, p_subjects uuid[]) returns setof data.audit
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  top int8 := p_before;
begin
  if p_until is not null then
    select least(p_before, a.seq + 1) into top from data.audit a
      where a.company_id = p_company and a.at < p_until + interval '1 day' order by a.at desc limit 1;
  end if;
  if p_subjects is not null then
    return query
      select a.* from data.audit a
      where a.company_id = p_company and a.subject_pseudonym = any (p_subjects) and a.seq < top
        and (p_action is null or starts_with(a.action, p_action))
        and (p_actor is null or strpos(lower(a.actor), lower(p_actor)) > 0)
        and (p_purpose is null or strpos(lower(a.purpose), lower(p_purpose)) > 0)
        and (p_from is null or a.at >= p_from) and (p_until is null or a.at < p_until)
      order by a.seq desc limit p_limit;
  else
    return query
      select a.* from data.audit a
      where a.company_id = p_company and a.seq < top
        and (p_action is null or starts_with(a.action, p_action))
        and (p_actor is null or strpos(lower(a.actor), lower(p_actor)) > 0)
        and (p_purpose is null or strpos(lower(a.purpose), lower(p_purpose)) > 0)
        and (p_from is null or a.at >= p_from) and (p_until is null or a.at < p_until)
      order by a.seq desc limit p_limit;
  end if;
end $$;
drop function data.list_audit(int, int8, int, text);
--> statement-breakpoint
-- The last of the oldest rows that are all older than a moment; of p_limit rows at most.
create function data.audit_due(p_company int, p_before timestamptz, p_limit int)
returns table (seq int8, hash text, at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
    with oldest as (
      select a.seq, a.hash, a.at from data.audit a where a.company_id = p_company order by a.seq limit least(p_limit, 50000)),
    kept as (select min(o.seq) as seq from oldest o where o.at >= p_before)
    select o.seq, encode(o.hash, 'hex'), o.at from oldest o, kept k
    where k.seq is null or o.seq < k.seq order by o.seq desc limit 1;
end $$;
--> statement-breakpoint
-- The only way out of the table, and only for what is old: a signed checkpoint takes the place of the rows.
create function data.purge_audit(p_company int, p_seq int8, p_before timestamptz, p_jws text) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  last data.audit;
  gone int8;
begin
  if p_before > now() - interval '30 days' then raise exception 'too young to go' using errcode = '55000'; end if;
  select a.* into last from data.audit a where a.company_id = p_company and a.seq = p_seq;
  if not found then return 0; end if;
  if exists (select from data.audit a where a.company_id = p_company and a.seq <= p_seq and a.at >= p_before) then
    raise exception 'a younger row stands among them' using errcode = '55000';
  end if;
  insert into data.audit_checkpoint as c (company_id, seq, hash, at, purged_at, jws)
    values (p_company, last.seq, last.hash, last.at, now(), p_jws)
    on conflict (company_id) do update set seq = excluded.seq, hash = excluded.hash, at = excluded.at,
      purged_at = excluded.purged_at, jws = excluded.jws;
  delete from data.audit a where a.company_id = p_company and a.seq <= p_seq;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
revoke execute on function
  data.audit_hash(bytea, int, int8, timestamptz, uuid, text, text, uuid, text, jsonb, text),
  data.audit_rows(int, int8, int), data.audit_state(int),
  data.search_audit(int, int8, int, text, text, text, timestamptz, timestamptz, uuid[]),
  data.audit_due(int, timestamptz, int), data.purge_audit(int, int8, timestamptz, text) from public;
--> statement-breakpoint
grant execute on function data.audit_rows(int, int8, int), data.audit_state(int),
  data.search_audit(int, int8, int, text, text, text, timestamptz, timestamptz, uuid[]) to gallra_web;
grant execute on function data.audit_due(int, timestamptz, int), data.purge_audit(int, int8, timestamptz, text) to gallra_keeper;
