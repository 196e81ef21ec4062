-- Destructions are serial: the lock is taken before the ledger is read and is held until the commit.
create function keyring.ledger_begin(out ledger_seq bigint, out ledger_hash text)
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform pg_advisory_xact_lock(1195461187);
  select s.ledger_seq, s.ledger_hash into ledger_seq, ledger_hash from keyring_state s;
end
$$;
--> statement-breakpoint
create function keyring.ledger_advance(p_from bigint, p_to bigint, p_hash text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  update keyring_state s set ledger_seq = p_to, ledger_hash = p_hash where s.ledger_seq = p_from and p_to >= p_from;
  return found;
end
$$;
--> statement-breakpoint
create function keyring.note_residue(p_company int4, p_relation text) returns void
language sql set search_path = keyring, pg_temp as $$
  insert into residue as r (company_id, relation, since) values (p_company, p_relation, pg_current_xact_id())
    on conflict (company_id, relation) do update set since = excluded.since;
$$;
--> statement-breakpoint
create function keyring.destroy_subjects(p_company int4, p_ids uuid[]) returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  gone int4;
begin
  perform enter(p_company);
  perform own_company(p_company);
  delete from subject s where s.company_id = p_company and s.id = any (p_ids);
  get diagnostics gone = row_count;
  if gone > 0 then
    perform note_residue(p_company, 'subject');
  end if;
  return gone;
end
$$;
--> statement-breakpoint
create function keyring.add_watermarks(
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
  update company_state set marks_version = marks_version + 1 where company_id = p_company;
end
$$;
--> statement-breakpoint
-- The intent lives until the erasure is done; opened again it takes the new ids in.
create function keyring.open_intent(p_company int4, p_id uuid, p_subjects uuid[], p_at timestamptz) returns void
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  insert into intent as i (company_id, id, subject_ids, opened_at) values (p_company, p_id, p_subjects, p_at)
    on conflict (company_id, id) do update
      set subject_ids = array(select unnest(i.subject_ids) union select unnest(excluded.subject_ids));
end
$$;
--> statement-breakpoint
create function keyring.list_intents(p_company int4) returns table (id uuid, subject_ids uuid[], opened_at timestamptz)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select i.id, i.subject_ids, i.opened_at from intent i where i.company_id = p_company order by i.opened_at;
end
$$;
--> statement-breakpoint
create function keyring.close_intent(p_company int4, p_id uuid) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  delete from intent i where i.company_id = p_company and i.id = p_id;
  if found then
    perform note_residue(p_company, 'intent');
    return true;
  end if;
  return false;
end
$$;
--> statement-breakpoint
create function keyring.has_expired_subjects(p_company int4, p_today date) returns boolean
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return exists (select from subject s where s.company_id = p_company and s.live_until <= p_today)
    or exists (select from watermark w where w.company_id = p_company and w.until < p_today);
end
$$;
--> statement-breakpoint
create function keyring.expire_subjects(p_company int4, p_today date) returns int4
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
  return gone;
end
$$;
--> statement-breakpoint
create function keyring.due_slices(p_now timestamptz)
returns table (company_id int4, id int4, product int2, class int2, call_day date, expires_on date, destroy_at timestamptz)
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  company int4;
begin
  for company in select s.company_id from company_state s where s.destroyed_at is null order by s.company_id loop
    perform visit(company);
    return query
      select s.company_id, s.id, s.product, s.class, s.call_day, s.expires_on, s.destroy_at from slice s
      where s.company_id = company and s.wrapped is not null and s.destroy_at <= p_now
      order by s.expires_on, s.id;
  end loop;
  perform visit(null);
end
$$;
--> statement-breakpoint
-- Refuses as a whole when one of them is not due: a caller that asks for it has its clock or its list wrong.
create function keyring.shred_slices(p_company int4, p_ids int4[], p_now timestamptz, p_replay boolean) returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  gone int4;
begin
  perform enter(p_company);
  perform own_company(p_company);
  if not p_replay and exists (
    select from slice s where s.company_id = p_company and s.id = any (p_ids) and s.wrapped is not null and s.destroy_at > p_now
  ) then
    raise exception 'a slice is not due' using errcode = 'GK002';
  end if;
  update slice s set wrapped = null, destroyed_at = p_now
    where s.company_id = p_company and s.id = any (p_ids) and s.wrapped is not null;
  get diagnostics gone = row_count;
  if gone > 0 then
    update company_state set slices_version = slices_version + 1 where company_id = p_company;
    perform note_residue(p_company, 'slice');
  end if;
  return gone;
end
$$;
--> statement-breakpoint
create function keyring.live_slices_by_expiry(p_day date) returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  company int4;
  here int4;
  total int4 := 0;
begin
  for company in select s.company_id from company_state s where s.destroyed_at is null loop
    perform visit(company);
    select count(*) into here from slice s where s.company_id = company and s.expires_on = p_day and s.wrapped is not null;
    total := total + here;
  end loop;
  perform visit(null);
  return total;
end
$$;
--> statement-breakpoint
-- Off-boarding: the partitions go with everything in them; the state row stays, so that the number is never used again.
create function keyring.destroy_company(p_company int4, p_at timestamptz) returns boolean
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
  execute format('drop table if exists keyring.%I', 'slice_' || p_company);
  foreach name in array array['company_key', 'watermark', 'intent', 'endpoint', 'box_key'] loop
    execute format('delete from keyring.%I where company_id = $1', name) using p_company;
    perform note_residue(p_company, name);
  end loop;
  delete from residue r where r.company_id = p_company and r.relation in ('subject', 'slice');
  return true;
end
$$;
--> statement-breakpoint
create function keyring.destroy_inbox_keys(p_kids text[]) returns int4
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  gone int4;
begin
  delete from inbox_key k where k.kid = any (p_kids);
  get diagnostics gone = row_count;
  if gone > 0 then
    perform visit(0);
    perform note_residue(0, 'inbox_key');
    perform visit(null);
  end if;
  return gone;
end
$$;
--> statement-breakpoint
create function keyring.destroy_box(p_company int4, p_id uuid) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  delete from box_key b where b.company_id = p_company and b.id = p_id;
  if found then
    perform note_residue(p_company, 'box_key');
    return true;
  end if;
  return false;
end
$$;
--> statement-breakpoint
create function keyring.residues() returns table (company_id int4, relation text)
language sql stable security definer set search_path = keyring, pg_temp as $$
  select r.company_id, r.relation from residue r order by r.company_id, r.relation;
$$;
--> statement-breakpoint
-- Rewrites one table, so that dead rows leave the disk. False when an older transaction could still see them: then later.
create function keyring.scrub(p_company int4, p_relation text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  deleted_by xid8;
  target text := p_relation;
begin
  perform enter(p_company);
  select r.since into deleted_by from residue r where r.company_id = p_company and r.relation = p_relation for update;
  if not found then
    return true;
  end if;
  if p_relation in ('subject', 'slice') then
    target := format('%s_%s', p_relation, p_company);
  end if;
  -- A rewrite keeps what any snapshot may still see: our own begins at the oldest writer, others at what they have read.
  if pg_snapshot_xmin(pg_current_snapshot()) <= deleted_by or exists (
    select from pg_stat_activity a
    where (a.datname = current_database() or a.datname is null) and a.pid <> pg_backend_pid()
      and greatest(age(a.backend_xmin), age(a.backend_xid)) >= age(deleted_by::xid)
  ) then
    return false;
  end if;
  if to_regclass(format('keyring.%I', target)) is not null then
    execute format('cluster keyring.%I using %I', target, target || '_pkey');
  end if;
  delete from residue r where r.company_id = p_company and r.relation = p_relation and r.since = deleted_by;
  return true;
end
$$;
--> statement-breakpoint
-- Closes the WAL segment and writes a checkpoint, after which the closed ones are removed (wal_recycle is off).
-- False where the installation does not allow it: then the provider's own WAL horizon applies.
create function keyring.cycle_wal() returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform pg_switch_wal();
  execute 'checkpoint';
  return true;
exception
  when insufficient_privilege then
    return false;
end
$$;
