-- The door of every function that works for one company: it sets the company that the row policies compare with, and refuses
-- when the transaction already works for another one.
create function keyring.enter(p_company int4) returns void
language plpgsql set search_path = keyring, pg_temp as $$
declare
  current_company text := nullif(current_setting('app.company_id', true), '');
begin
  if p_company is null or current_company <> p_company::text then
    raise exception 'another company is set in this transaction' using errcode = '42501';
  end if;
  if current_company is null then
    perform set_config('app.company_id', p_company::text, true);
  end if;
end
$$;
--> statement-breakpoint
-- For sweeps alone: they visit company after company.
create function keyring.visit(p_company int4) returns void
language sql set search_path = keyring, pg_temp as $$
  select set_config('app.company_id', coalesce(p_company::text, ''), true);
$$;
--> statement-breakpoint
-- Writers of subjects share a company, destroyers have it alone: what is being erased cannot be handed out meanwhile.
create function keyring.share_company(p_company int4) returns void
language sql set search_path = keyring, pg_temp as $$
  select pg_advisory_xact_lock_shared(1195461185, p_company);
$$;
--> statement-breakpoint
create function keyring.own_company(p_company int4) returns void
language sql set search_path = keyring, pg_temp as $$
  select pg_advisory_xact_lock(1195461185, p_company);
$$;
--> statement-breakpoint
create function keyring.state(out root_kid text, out ledger_seq bigint, out ledger_hash text, out last_sweep_at timestamptz)
language sql stable security definer set search_path = keyring, pg_temp as $$
  select root_kid, ledger_seq, ledger_hash, last_sweep_at from keyring_state;
$$;
--> statement-breakpoint
-- The first root key is written down; from then on the answer is the one that counts.
create function keyring.adopt_root(p_kid text) returns text
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  update keyring_state set root_kid = p_kid where root_kid is null;
  return (select s.root_kid from keyring_state s);
end
$$;
--> statement-breakpoint
create function keyring.note_sweep(p_at timestamptz) returns void
language sql security definer set search_path = keyring, pg_temp as $$
  update keyring_state set last_sweep_at = p_at;
$$;
--> statement-breakpoint
-- ANALYZE copies values into pg_statistic, where they would outlive what they were copied from: for columns that are personal,
-- a pseudonym or a key it must not look. What the planner needs it learns from company_id and class.
create function keyring.keep_from_statistics(p_leaf text, p_parent text) returns void
language plpgsql set search_path = keyring, pg_temp as $$
declare
  name text;
begin
  for name in
    select a.attname from pg_attribute a
    where a.attrelid = format('keyring.%I', p_parent)::regclass and a.attnum > 0 and not a.attisdropped
      and col_description(a.attrelid, a.attnum) ~ '^(personal|pseudonym|key):'
  loop
    execute format('alter table keyring.%I alter column %I set statistics 0', p_leaf, name);
  end loop;
end
$$;
--> statement-breakpoint
-- False when the company is known already, also when it has been destroyed.
create function keyring.create_company(p_company int4, p_generation int4, p_wrapped text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  parent text;
  leaf text;
begin
  perform enter(p_company);
  perform own_company(p_company);
  insert into company_state (company_id, generation) values (p_company, p_generation) on conflict do nothing;
  if not found then
    return false;
  end if;
  insert into company_key (company_id, generation, wrapped) values (p_company, p_generation, p_wrapped);
  foreach parent in array array['subject', 'slice'] loop
    leaf := format('%s_%s', parent, p_company);
    execute format('create table keyring.%I (like keyring.%I including all)', leaf, parent);
    -- Room in the page for the next last day: every caller of the day would else be entered anew in every index.
    if parent = 'subject' then
      execute format('alter table keyring.%I set (fillfactor = 80)', leaf);
    end if;
    execute format('alter table keyring.%I enable row level security', leaf);
    execute format('alter table keyring.%I force row level security', leaf);
    execute format(
      'create policy own_company on keyring.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)',
      leaf
    );
    perform keep_from_statistics(leaf, parent);
    execute format('alter table keyring.%I attach partition keyring.%I for values in (%s)', parent, leaf, p_company);
  end loop;
  return true;
end
$$;
--> statement-breakpoint
create function keyring.company_keys(p_company int4)
returns table (generation int4, marks_version int4, slices_version int4, destroyed boolean, wrapped text)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query
    select s.generation, s.marks_version, s.slices_version, s.destroyed_at is not null, k.wrapped
    from company_state s
    left join company_key k on k.company_id = s.company_id and k.generation = s.generation
    where s.company_id = p_company;
end
$$;
--> statement-breakpoint
create function keyring.slices_version(p_company int4) returns int4
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return (select s.slices_version from company_state s where s.company_id = p_company and s.destroyed_at is null);
end
$$;
--> statement-breakpoint
-- Ids are handed out before the keys are wrapped, because the id stands in the wrapping's associated data.
create function keyring.reserve_slices(p_company int4, p_count int4) returns int4
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  last_id int4;
begin
  perform enter(p_company);
  update company_state set last_slice_id = last_slice_id + p_count
    where company_id = p_company and destroyed_at is null
    returning last_slice_id into last_id;
  return last_id - p_count + 1;
end
$$;
--> statement-breakpoint
-- Adds what is not there; what is there stays, a tombstone too. Answers with the rows as they are now.
create function keyring.add_slices(
  p_company int4, p_generation int4, p_ids int4[], p_products int2[], p_classes int2[], p_call_days date[],
  p_expires_on date[], p_destroy_at timestamptz[], p_wrapped text[]
) returns setof keyring.slice
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  perform share_company(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    return;
  end if;
  insert into slice (company_id, id, product, class, call_day, expires_on, destroy_at, wrapped)
    select p_company, w.id, w.product, w.class, w.call_day, w.expires_on, w.destroy_at, decode(w.wrapped, 'hex')
    from unnest(p_ids, p_products, p_classes, p_call_days, p_expires_on, p_destroy_at, p_wrapped)
      as w (id, product, class, call_day, expires_on, destroy_at, wrapped)
    order by w.call_day, w.expires_on, w.product, w.class
    on conflict (company_id, call_day, expires_on, product, class, variant) do nothing;
  if found then
    update company_state set slices_version = slices_version + 1 where company_id = p_company;
  end if;
  return query
    select s.* from unnest(p_products, p_classes, p_call_days, p_expires_on) as w (product, class, call_day, expires_on)
    join slice s on s.company_id = p_company and s.call_day = w.call_day and s.expires_on = w.expires_on
      and s.product = w.product and s.class = w.class and s.variant = 0;
end
$$;
--> statement-breakpoint
create function keyring.find_slices(
  p_company int4, p_products int2[], p_classes int2[], p_call_days date[], p_expires_on date[]
) returns setof keyring.slice
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return query
    select s.* from unnest(p_products, p_classes, p_call_days, p_expires_on) as w (product, class, call_day, expires_on)
    join slice s on s.company_id = p_company and s.call_day = w.call_day and s.expires_on = w.expires_on
      and s.product = w.product and s.class = w.class and s.variant = 0;
end
$$;
--> statement-breakpoint
create function keyring.slices_by_id(p_company int4, p_ids int4[]) returns setof keyring.slice
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return query select s.* from slice s where s.company_id = p_company and s.id = any (p_ids);
end
$$;
--> statement-breakpoint
create function keyring.live_slices(p_company int4, p_now timestamptz) returns setof keyring.slice
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return query
    select s.* from slice s
    where s.company_id = p_company and s.wrapped is not null and s.destroy_at > p_now
    order by s.call_day desc, s.id;
end
$$;
--> statement-breakpoint
-- A changed rule: the same key under another end. The row is deleted and written anew under its own id as variant.
create function keyring.move_slice(
  p_company int4, p_generation int4, p_id int4, p_expires_on date, p_destroy_at timestamptz, p_wrapped text
) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  update slice s set expires_on = p_expires_on, destroy_at = p_destroy_at, variant = p_id, wrapped = decode(p_wrapped, 'hex')
    where s.company_id = p_company and s.id = p_id and s.wrapped is not null
      and exists (select from company_state c where c.company_id = p_company and c.generation = p_generation);
  if not found then
    return false;
  end if;
  update company_state set slices_version = slices_version + 1 where company_id = p_company;
  perform note_residue(p_company, 'slice');
  return true;
end
$$;
--> statement-breakpoint
-- The ids of a batch, 16 bytes each in the order asked: who stands under the lookup, zeros where nobody does, and for
-- identifiers of one record alone the id in `p_own`. A later last day is noted on the way. Lateral with LIMIT keeps the
-- order of the join, since the planner knows nothing of arrays.
create function keyring.ids_of(
  p_company int4, p_classes int2[], p_lookups uuid[], p_live_until date[], p_own uuid[], out ids bytea, out missing int8
)
language plpgsql set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  later boolean;
begin
  select string_agg(uuid_send(case when w.class in (1, 2) then coalesce(s.id, nobody) else w.own end), ''::bytea order by w.place),
      bool_or(s.live_until < w.live_until), count(*) filter (where w.class in (1, 2) and s.id is null)
    into ids, later, missing
    from unnest(p_classes, p_lookups, p_live_until, p_own) with ordinality as w (class, lookup, live_until, own, place)
    cross join (values ('00000000-0000-0000-0000-000000000000'::uuid)) as zero (nobody)
    left join lateral (
      select x.id, x.live_until from subject x
      where x.company_id = p_company and x.class = w.class and x.lookup = w.lookup and x.class in (1, 2) limit 1
    ) s on w.class in (1, 2);
  if later then
    -- Locked in one order by everybody, so that two batches cannot wait for each other in a circle.
    update subject s set live_until = w.live_until
      from (
        select v.live_until, x.id from (
          select u.* from unnest(p_classes, p_lookups, p_live_until) as u (class, lookup, live_until)
          where u.class in (1, 2) order by u.class, u.lookup offset 0
        ) v
        cross join lateral (
          select y.id from subject y
          where y.company_id = p_company and y.class = v.class and y.lookup = v.lookup and y.class in (1, 2)
            and y.live_until < v.live_until
          limit 1 for update
        ) x
        offset 0
      ) w
      where s.company_id = p_company and s.id = w.id and s.live_until < w.live_until;
  end if;
end
$$;
--> statement-breakpoint
-- A planner without statistics takes the wrong index on a table that fills within seconds, long before autovacuum looks.
create function keyring.measure_subjects(p_company int4) returns void
language plpgsql set search_path = keyring, pg_temp as $$
declare
  leaf regclass := to_regclass(format('keyring.%I', 'subject_' || p_company));
begin
  if pg_stat_get_analyze_count(leaf) + pg_stat_get_autoanalyze_count(leaf) = 0 then
    execute format('analyze %s', leaf);
  end if;
end
$$;
--> statement-breakpoint
-- What is known of a batch, for the case that most of it is: zeros for the rest. Null when the caller's keys or watermarks
-- are not the present ones.
create function keyring.known_subjects(
  p_company int4, p_generation int4, p_marks_version int4, p_classes int2[], p_lookups uuid[], p_live_until date[]
) returns bytea
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform share_company(p_company);
  if not exists (
    select from company_state s
    where s.company_id = p_company and s.generation = p_generation and s.marks_version = p_marks_version and s.destroyed_at is null
  ) then
    return null;
  end if;
  return (select f.ids from ids_of(p_company, p_classes, p_lookups, p_live_until, null) f);
end
$$;
--> statement-breakpoint
-- A batch of identifiers with everything that a new one needs. Answers with their ids, or with no bytes when all were new
-- and keep the ids proposed, or with null as above. Inserted in one order by everybody: no deadlock. `p_hopeful`: all of the
-- last batch were new; then the plain insert is tried first, which costs a quarter less than one that expects conflicts.
create function keyring.resolve_subjects(
  p_company int4, p_generation int4, p_marks_version int4, p_normaliser int2, p_classes int2[], p_lookups uuid[],
  p_live_until date[], p_ids uuid[], p_digits uuid[], p_national uuid[], p_last8 uuid[], p_elsewhere uuid[],
  p_sealed text[], p_hopeful boolean
) returns bytea
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  answer bytea;
  inserted int4;
  missing int8;
begin
  perform enter(p_company);
  perform share_company(p_company);
  if not exists (
    select from company_state s
    where s.company_id = p_company and s.generation = p_generation and s.marks_version = p_marks_version and s.destroyed_at is null
  ) then
    return null;
  end if;
  if p_hopeful then
    begin
      insert into subject (company_id, class, normaliser, live_until, id, lookup, digits, national, last8, elsewhere, sealed)
        select p_company, w.class, p_normaliser, w.live_until, w.id, w.lookup, w.digits, w.national, w.last8, w.elsewhere, decode(w.sealed, 'hex')
        from unnest(p_classes, p_live_until, p_ids, p_lookups, p_digits, p_national, p_last8, p_elsewhere, p_sealed)
          as w (class, live_until, id, lookup, digits, national, last8, elsewhere, sealed)
        order by w.class, w.lookup;
      if cardinality(p_ids) >= 200 then
        perform measure_subjects(p_company);
      end if;
      return ''::bytea;
    exception
      when unique_violation then
        null;
    end;
  end if;
  for attempt in 1 .. 20 loop
    insert into subject (company_id, class, normaliser, live_until, id, lookup, digits, national, last8, elsewhere, sealed)
      select p_company, w.class, p_normaliser, w.live_until, w.id, w.lookup, w.digits, w.national, w.last8, w.elsewhere, decode(w.sealed, 'hex')
      from unnest(p_classes, p_live_until, p_ids, p_lookups, p_digits, p_national, p_last8, p_elsewhere, p_sealed)
        as w (class, live_until, id, lookup, digits, national, last8, elsewhere, sealed)
      where attempt = 1 or w.class in (1, 2)
      order by w.class, w.lookup
      on conflict (lookup, class, company_id) where class in (1, 2) do nothing;
    get diagnostics inserted = row_count;
    if inserted >= 200 then
      perform measure_subjects(p_company);
    end if;
    if inserted = cardinality(p_ids) then
      return ''::bytea;
    end if;
    select f.ids, f.missing into answer, missing from ids_of(p_company, p_classes, p_lookups, p_live_until, p_ids) f;
    -- Somebody's row may have been destroyed between the insert, which met it, and the select: then it is made anew.
    if missing = 0 then
      return answer;
    end if;
  end loop;
  raise exception 'subjects could not be resolved' using errcode = '40001';
end
$$;
--> statement-breakpoint
-- tier 1 exact, 2 the same digits in another notation, 3 the last eight digits. `p_now` minus twelve hours is the latest
-- calendar day on earth: the slices refuse to the second, a subject must only never be refused early.
create function keyring.find_subjects(
  p_company int4, p_generation int4, p_class int2, p_now timestamptz, p_exact uuid, p_lookups uuid[], p_aliases uuid[], p_last8 uuid[]
) returns table (id uuid, class int2, tier int4)
language plpgsql stable security definer set search_path = keyring, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  today date := (p_now at time zone 'UTC' - interval '12 hours')::date;
begin
  perform enter(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    raise exception 'the keys of this company have changed' using errcode = 'GK001';
  end if;
  return query
    select f.id, f.class, min(f.tier) from (
      select s.id, s.class, 1 as tier, s.live_until, s.suspended_until from subject s
        where s.company_id = p_company and s.class = p_class and s.lookup = p_exact and s.class in (1, 2)
      union all
      select s.id, s.class, 1, s.live_until, s.suspended_until from subject s
        where s.company_id = p_company and s.class = p_class and s.lookup = p_exact and s.class not in (1, 2)
      union all
      select s.id, s.class, 2, s.live_until, s.suspended_until from subject s
        where s.company_id = p_company and s.class = p_class and s.lookup = any (p_lookups) and s.class in (1, 2)
      union all
      select s.id, s.class, case when s.digits = any (p_aliases) or s.national = any (p_aliases) then 2 else 3 end,
          s.live_until, s.suspended_until from subject s
        where s.company_id = p_company and s.last8 = any (p_last8)
      union all
      select s.id, s.class, case when s.digits = any (p_aliases) or s.national = any (p_aliases) then 2 else 3 end,
          s.live_until, s.suspended_until from subject s
        where s.company_id = p_company and s.elsewhere = any (p_last8)
    ) f
    where f.live_until > today and f.suspended_until is null
    group by f.id, f.class
    order by min(f.tier), f.id;
end
$$;
--> statement-breakpoint
create function keyring.reveal_subjects(p_company int4, p_generation int4, p_now timestamptz, p_ids uuid[])
returns table (id uuid, class int2, sealed bytea)
language plpgsql stable security definer set search_path = keyring, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  today date := (p_now at time zone 'UTC' - interval '12 hours')::date;
begin
  perform enter(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    raise exception 'the keys of this company have changed' using errcode = 'GK001';
  end if;
  return query
    select s.id, s.class, s.sealed from unnest(p_ids) as w (id)
    cross join lateral (
      select x.id, x.class, x.sealed from subject x
      where x.company_id = p_company and x.id = w.id and x.live_until > today and x.suspended_until is null limit 1
    ) s;
end
$$;
--> statement-breakpoint
create function keyring.suspend_subjects(p_company int4, p_ids uuid[], p_until timestamptz) returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  touched int4;
begin
  perform enter(p_company);
  perform own_company(p_company);
  update subject s set suspended_until = p_until where s.company_id = p_company and s.id = any (p_ids);
  get diagnostics touched = row_count;
  return touched;
end
$$;
--> statement-breakpoint
-- The days of one class as the rows that point at it have them; a subject without a row ends today.
create function keyring.settle_subjects(p_company int4, p_class int2, p_ids uuid[], p_ends date[], p_today date) returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  changed int4;
begin
  perform enter(p_company);
  perform own_company(p_company);
  update subject s set live_until = w.ends
    from (
      select x.id, coalesce(e.ends, p_today) as ends from subject x left join unnest(p_ids, p_ends) as e (id, ends) on e.id = x.id
      where x.company_id = p_company and x.class = p_class and (e.ends is not null or x.live_until > p_today)
    ) w
    where s.company_id = p_company and s.id = w.id and s.live_until <> w.ends;
  get diagnostics changed = row_count;
  return changed;
end
$$;
--> statement-breakpoint
-- What stays is rewritten to a new id: the lookups move, the old row keeps its sealed value until it is destroyed.
create function keyring.resubject(p_company int4, p_generation int4, p_old uuid, p_new uuid, p_sealed text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  old subject;
begin
  perform enter(p_company);
  perform own_company(p_company);
  if exists (select from subject s where s.company_id = p_company and s.id = p_new) then
    return true;
  end if;
  select * into old from subject s where s.company_id = p_company and s.id = p_old;
  if not found or not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    return false;
  end if;
  update subject s set lookup = null, digits = null, national = null, last8 = null, elsewhere = null where s.company_id = p_company and s.id = p_old;
  insert into subject (company_id, class, normaliser, live_until, id, lookup, digits, national, last8, elsewhere, sealed)
    values (p_company, old.class, old.normaliser, old.live_until, p_new, old.lookup, old.digits, old.national, old.last8,
      old.elsewhere, decode(p_sealed, 'hex'));
  perform note_residue(p_company, 'subject');
  return true;
end
$$;
--> statement-breakpoint
create function keyring.watermarks(p_company int4, p_today date)
returns table (class int2, normaliser int2, until date, before timestamptz, hash uuid, last8 uuid, version int4)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query
    select w.class, w.normaliser, w.until, w.before, w.hash, w.last8, s.marks_version
    from company_state s left join watermark w on w.company_id = s.company_id and w.until >= p_today
    where s.company_id = p_company;
end
$$;
--> statement-breakpoint
-- Endpoints: an id that is taken by another label makes the caller try again with a new one (the label is missing then).
create function keyring.resolve_endpoints(p_company int4, p_generation int4, p_kinds int2[], p_hashes uuid[], p_ids int4[], p_sealed text[])
returns table (hash uuid, kind int2, id int4, sealed bytea)
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform share_company(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    raise exception 'the keys of this company have changed' using errcode = 'GK001';
  end if;
  insert into endpoint (company_id, id, kind, hash, sealed)
    select p_company, w.id, w.kind, w.hash, decode(w.sealed, 'hex')
    from unnest(p_kinds, p_hashes, p_ids, p_sealed) as w (kind, hash, id, sealed)
    order by w.kind, w.hash
    on conflict do nothing;
  return query
    select e.hash, e.kind, e.id, e.sealed from unnest(p_kinds, p_hashes) as w (kind, hash)
    join endpoint e on e.company_id = p_company and e.kind = w.kind and e.hash = w.hash;
end
$$;
--> statement-breakpoint
create function keyring.endpoints_by_id(p_company int4, p_ids int4[]) returns table (id int4, kind int2, sealed bytea)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select e.id, e.kind, e.sealed from endpoint e where e.company_id = p_company and e.id = any (p_ids);
end
$$;
--> statement-breakpoint
create function keyring.find_endpoints(p_company int4, p_hashes uuid[]) returns table (id int4)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select e.id from endpoint e where e.company_id = p_company and e.hash = any (p_hashes);
end
$$;
--> statement-breakpoint
create function keyring.add_inbox_key(p_day date, p_kid text, p_public jsonb, p_sealed text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform pg_advisory_xact_lock(1195461186);
  if exists (select from inbox_key k where k.day = p_day) then
    return false;
  end if;
  insert into inbox_key (day, kid, public, sealed) values (p_day, p_kid, p_public, p_sealed);
  return true;
end
$$;
--> statement-breakpoint
create function keyring.inbox_keys() returns table (day date, kid text, public jsonb)
language sql stable security definer set search_path = keyring, pg_temp as $$
  select k.day, k.kid, k.public from inbox_key k order by k.day;
$$;
--> statement-breakpoint
create function keyring.inbox_private(p_kid text) returns text
language sql stable security definer set search_path = keyring, pg_temp as $$
  select k.sealed from inbox_key k where k.kid = p_kid;
$$;
--> statement-breakpoint
create function keyring.add_box(p_company int4, p_id uuid, p_until timestamptz, p_wrapped text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  insert into box_key (company_id, id, until, wrapped) values (p_company, p_id, p_until, decode(p_wrapped, 'hex')) on conflict do nothing;
  return found;
end
$$;
--> statement-breakpoint
create function keyring.box(p_company int4, p_id uuid) returns table (until timestamptz, wrapped bytea)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select b.until, b.wrapped from box_key b where b.company_id = p_company and b.id = p_id;
end
$$;
