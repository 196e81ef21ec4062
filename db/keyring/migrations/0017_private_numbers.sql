-- Numbers whose calls are private, of a company or of one of its extensions. Each is found by an HMAC under the watermark key, so that
-- an erasure of the number takes it off the list, also when it is replayed; the number itself is sealed under the company's seal key
-- for who may read the list, and sealed anew in each generation. `endpoint_id` 0: the company's own list.
create table keyring.private_number (
  company_id int4 not null,
  endpoint_id int4 not null,
  added_on date not null,
  until date not null,
  id uuid not null,
  hash uuid not null,
  sealed bytea not null,
  primary key (company_id, id),
  unique (company_id, hash, endpoint_id)
);
comment on table keyring.private_number is 'numbers whose calls are private';
comment on column keyring.private_number.company_id is 'none: company';
comment on column keyring.private_number.endpoint_id is 'pseudonym: the extension whose list it is; 0 = the list of the company';
comment on column keyring.private_number.added_on is 'none: when it was put on the list';
comment on column keyring.private_number.until is 'none: the first day on which it is on no list any more';
comment on column keyring.private_number.id is 'none: random';
comment on column keyring.private_number.hash is 'personal: HMAC of the canonical form under the watermark key';
comment on column keyring.private_number.sealed is 'personal: generation, then the number, AES-256-GCM under the seal key of the company';
alter table keyring.private_number enable row level security;
alter table keyring.private_number force row level security;
create policy own_company on keyring.private_number using (company_id = nullif(current_setting('app.company_id', true), '')::int);
select keyring.keep_from_statistics('private_number', 'private_number');
revoke all on keyring.private_number from public;
--> statement-breakpoint
-- 'added', 'there' when it stands on this list already (its end is moved), 'full' when the company has as many as it may have. The
-- version rises, so that who takes identifiers in asks anew before the next batch.
create function keyring.add_private_number(p_company int4, p_generation int4, p_id uuid, p_endpoint int4, p_hash uuid, p_sealed text,
  p_added date, p_until date, p_most int4) returns text
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    raise exception 'the keys of this company have changed' using errcode = 'GK001';
  end if;
  update private_number n set until = p_until where n.company_id = p_company and n.hash = p_hash and n.endpoint_id = p_endpoint;
  if found then
    return 'there';
  end if;
  if (select count(*) from private_number n where n.company_id = p_company) >= p_most then
    return 'full';
  end if;
  insert into private_number (company_id, endpoint_id, added_on, until, id, hash, sealed)
    values (p_company, p_endpoint, p_added, p_until, p_id, p_hash, decode(p_sealed, 'hex'));
  update company_state set marks_version = marks_version + 1 where company_id = p_company;
  return 'added';
end
$$;
--> statement-breakpoint
-- What ingest compares with: all of the company, by their hashes.
create function keyring.private_hashes(p_company int4, p_today date) returns table (hash uuid, endpoint_id int4)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select n.hash, n.endpoint_id from private_number n where n.company_id = p_company and n.until > p_today;
end
$$;
--> statement-breakpoint
-- A page of the list in the order of its random ids, to be opened by the caller; `p_only` asks for one.
create function keyring.private_numbers(p_company int4, p_after uuid, p_limit int4, p_only uuid)
returns table (id uuid, endpoint_id int4, added_on date, until date, sealed bytea, total int8)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query
    select n.id, n.endpoint_id, n.added_on, n.until, n.sealed,
      (select count(*) from private_number a where a.company_id = p_company) from private_number n
    where n.company_id = p_company and n.id > p_after and (p_only is null or n.id = p_only)
    order by n.id limit least(p_limit, 500);
end
$$;
--> statement-breakpoint
create function keyring.drop_private_numbers(p_company int4, p_ids uuid[], p_hashes uuid[]) returns int4
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  gone int4;
begin
  perform enter(p_company);
  perform own_company(p_company);
  delete from private_number n where n.company_id = p_company and (n.id = any (p_ids) or n.hash = any (p_hashes));
  get diagnostics gone = row_count;
  if gone > 0 then
    update company_state set marks_version = marks_version + 1 where company_id = p_company;
    perform note_residue(p_company, 'private_number');
  end if;
  return gone;
end
$$;
--> statement-breakpoint
-- As before; and who is erased stands on no list.
create or replace function keyring.add_watermarks(
  p_company int4, p_before timestamptz, p_until date, p_classes int2[], p_normalisers int2[], p_hashes uuid[], p_last8 uuid[]
) returns void
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  insert into watermark as m (company_id, class, normaliser, until, before, hash, last8)
    select p_company, w.class, w.normaliser, p_until, p_before, w.hash, w.last8
    from unnest(p_classes, p_normalisers, p_hashes, p_last8) as w (class, normaliser, hash, last8)
    on conflict (company_id, class, hash) do update
      set before = greatest(m.before, excluded.before), until = greatest(m.until, excluded.until);
  delete from private_number n where n.company_id = p_company and n.hash = any (p_hashes);
  if found then
    perform note_residue(p_company, 'private_number');
  end if;
  update company_state set marks_version = marks_version + 1 where company_id = p_company;
end
$$;
--> statement-breakpoint
create or replace function keyring.has_expired_subjects(p_company int4, p_today date) returns boolean
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return exists (select from subject s where s.company_id = p_company and s.live_until <= p_today)
    or exists (select from watermark w where w.company_id = p_company and w.until < p_today)
    or exists (select from private_number n where n.company_id = p_company and n.until <= p_today);
end
$$;
--> statement-breakpoint
create or replace function keyring.expire_subjects(p_company int4, p_today date) returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  gone int4;
begin
  perform enter(p_company);
  perform own_company(p_company);
  delete from subject s where s.company_id = p_company and s.live_until <= p_today;
  get diagnostics gone = row_count;
  if gone > 0 then
    perform note_residue(p_company, 'subject');
  end if;
  delete from watermark w where w.company_id = p_company and w.until < p_today;
  if found then
    update company_state set marks_version = marks_version + 1 where company_id = p_company;
    perform note_residue(p_company, 'watermark');
  end if;
  delete from private_number n where n.company_id = p_company and n.until <= p_today;
  if found then
    update company_state set marks_version = marks_version + 1 where company_id = p_company;
    perform note_residue(p_company, 'private_number');
  end if;
  return gone;
end
$$;
--> statement-breakpoint
-- Of a company that gets new keys: what is sealed, and its place under the next ones. In the transaction of the switch, before it.
create function keyring.rekey_private_numbers(p_company int4) returns table (id uuid, sealed bytea)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select n.id, n.sealed from private_number n where n.company_id = p_company order by n.id;
end
$$;
--> statement-breakpoint
create function keyring.rekey_put_private_numbers(p_company int4, p_generation int4, p_ids uuid[], p_sealed text[]) returns void
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform rekey_own(p_company, p_generation);
  update private_number n set sealed = decode(w.sealed, 'hex') from unnest(p_ids, p_sealed) as w (id, sealed)
    where n.company_id = p_company and n.id = w.id;
  if exists (select from private_number n where n.company_id = p_company and substring(n.sealed from 1 for 4) <> int4send(p_generation)) then
    raise exception 'something of the company is not under the new keys' using errcode = 'GK005';
  end if;
  if cardinality(p_ids) > 0 then
    perform note_residue(p_company, 'private_number');
  end if;
end
$$;
--> statement-breakpoint
create or replace function keyring.destroy_company(p_company int4, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  name text;
begin
  perform enter(p_company);
  perform own_company(p_company);
  update company_state set destroyed_at = p_at, slices_version = slices_version + 1, marks_version = marks_version + 1
    where company_id = p_company and destroyed_at is null;
  if not found then
    return false;
  end if;
  execute format('drop table if exists keyring.%I', 'subject_' || p_company);
  execute format('drop table if exists keyring.%I', 'subject_' || p_company || '_next');
  execute format('drop table if exists keyring.%I', 'slice_' || p_company);
  foreach name in array array['company_key', 'watermark', 'intent', 'endpoint', 'box_key', 'person_mark', 'private_number', 'rekey',
    'rekey_change'] loop
    execute format('delete from keyring.%I where company_id = $1', name) using p_company;
    perform note_residue(p_company, name);
  end loop;
  delete from residue r where r.company_id = p_company and r.relation in ('subject', 'slice');
  return true;
end
$$;
--> statement-breakpoint
create or replace function keyring.store_ages(p_company int4, p_now timestamptz)
returns table (store text, class int2, held int8, oldest timestamptz, overdue int8)
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return query
    select a.store, a.class::int2, a.held, a.oldest, a.overdue::int8 from (
      select 'subjects' as store, s.class, count(*) as held, null::timestamptz as oldest,
        count(*) filter (where s.live_until < (p_now - interval '2 days')::date) as overdue
        from subject s where s.company_id = p_company group by s.class
      union all
      select 'endpoints', 0, count(*), null, 0 from endpoint e where e.company_id = p_company
      union all
      select 'watermarks', w.class, count(*), min(w.before), count(*) filter (where w.until < (p_now - interval '2 days')::date)
        from watermark w where w.company_id = p_company group by w.class
      union all
      select 'private-numbers', 0, count(*), min(n.added_on)::timestamptz, count(*) filter (where n.until < (p_now - interval '2 days')::date)
        from private_number n where n.company_id = p_company
      union all
      select 'intents', 0, count(*), min(i.opened_at), count(*) filter (where i.opened_at < p_now - interval '61 days')
        from intent i where i.company_id = p_company
      union all
      select 'keys', 0, count(*), null, count(*) filter (where s.destroy_at < p_now - interval '1 day')
        from slice s where s.company_id = p_company and s.wrapped is not null
      union all
      select 'boxes', 0, count(*), null, count(*) filter (where b.until < p_now - interval '1 day')
        from box_key b where b.company_id = p_company) a
    where a.held > 0;
end
$$;
--> statement-breakpoint
revoke execute on function keyring.add_private_number(int4, int4, uuid, int4, uuid, text, date, date, int4),
  keyring.private_hashes(int4, date), keyring.private_numbers(int4, uuid, int4, uuid), keyring.drop_private_numbers(int4, uuid[], uuid[]),
  keyring.rekey_private_numbers(int4), keyring.rekey_put_private_numbers(int4, int4, uuid[], text[]) from public;
--> statement-breakpoint
grant execute on function keyring.add_private_number(int4, int4, uuid, int4, uuid, text, date, date, int4),
  keyring.private_hashes(int4, date), keyring.private_numbers(int4, uuid, int4, uuid), keyring.drop_private_numbers(int4, uuid[], uuid[])
  to gallra_web;
grant execute on function keyring.private_hashes(int4, date) to gallra_ingest, gallra_keeper;
grant execute on function keyring.rekey_private_numbers(int4), keyring.rekey_put_private_numbers(int4, int4, uuid[], text[]) to gallra_keeper;
