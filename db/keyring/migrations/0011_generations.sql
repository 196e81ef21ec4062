-- Generations: every week the keyring's rows are sealed and hashed anew under keys of a new root, and the old root is destroyed.
-- A company at a time: its subjects are copied into a table of their own while the old one goes on serving; changes are noted by
-- a trigger and copied after; then the tables change places in one short transaction.
alter table keyring.keyring_state add column next_root_kid text;
--> statement-breakpoint
comment on column keyring.keyring_state.next_root_kid is 'none: id of the root key that takes over when the generation under way ends';
--> statement-breakpoint
create table keyring.generation (
  number int4 primary key,
  kind text not null check (kind in ('generation', 'root')),
  root_kid text not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  companies int4 not null default 0,
  subjects bigint not null default 0,
  longest_switch_ms int4 not null default 0
);
--> statement-breakpoint
comment on table keyring.generation is 'generations of the keyring: when each began and ended';
--> statement-breakpoint
comment on column keyring.generation.number is 'none: counts from 1';
--> statement-breakpoint
comment on column keyring.generation.kind is 'none: generation (everything anew) or root (the root key alone)';
--> statement-breakpoint
comment on column keyring.generation.root_kid is 'none: id of the root key it leads to';
--> statement-breakpoint
comment on column keyring.generation.begun_at is 'none: when it began';
--> statement-breakpoint
comment on column keyring.generation.ended_at is 'none: when the old root key was given up';
--> statement-breakpoint
comment on column keyring.generation.companies is 'none: companies that have changed over';
--> statement-breakpoint
comment on column keyring.generation.subjects is 'none: subjects re-sealed';
--> statement-breakpoint
comment on column keyring.generation.longest_switch_ms is 'none: the longest change of a company, during which its writers waited';
--> statement-breakpoint
-- A company that is being copied. Kept until its tables have changed places, so that a killed run goes on.
create table keyring.rekey (
  company_id int4 primary key,
  generation int4 not null,
  begun_at timestamptz not null default now(),
  copied uuid not null default '00000000-0000-0000-0000-000000000000',
  subjects bigint not null default 0,
  indexed boolean not null default false
);
--> statement-breakpoint
comment on table keyring.rekey is 'companies whose subjects are being copied to new keys';
--> statement-breakpoint
comment on column keyring.rekey.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.rekey.generation is 'none: the generation of its new keys';
--> statement-breakpoint
comment on column keyring.rekey.begun_at is 'none: when the copying began';
--> statement-breakpoint
comment on column keyring.rekey.copied is 'pseudonym: subjects up to this id have been copied';
--> statement-breakpoint
comment on column keyring.rekey.subjects is 'none: how many have been copied';
--> statement-breakpoint
comment on column keyring.rekey.indexed is 'none: whether the new table has its indexes';
--> statement-breakpoint
create table keyring.rekey_change (
  company_id int4 not null,
  seq bigint generated always as identity,
  id uuid not null,
  primary key (company_id, seq)
);
--> statement-breakpoint
comment on table keyring.rekey_change is 'subjects that changed since the copying of their company began';
--> statement-breakpoint
comment on column keyring.rekey_change.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.rekey_change.seq is 'none: order';
--> statement-breakpoint
comment on column keyring.rekey_change.id is 'pseudonym: subject';
--> statement-breakpoint
do $$
declare
  name text;
  company int4;
begin
  foreach name in array array['rekey', 'rekey_change'] loop
    execute format('alter table keyring.%I enable row level security', name);
    execute format('alter table keyring.%I force row level security', name);
    execute format(
      'create policy own_company on keyring.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)',
      name
    );
    perform keyring.keep_from_statistics(name, name);
  end loop;
  -- Which companies are under way is asked for all of them at once, and says no more than that.
  create policy every_company on keyring.rekey for select using (true);
  -- From now on what is sealed under a company's keys begins with their generation, so that a reader knows which key it needs.
  for company in select s.company_id from keyring.company_state s where s.destroyed_at is null order by s.company_id loop
    perform keyring.visit(company);
    update keyring.slice s set wrapped = int4send(c.generation) || s.wrapped
      from keyring.company_state c where c.company_id = s.company_id and s.wrapped is not null;
    update keyring.endpoint e set sealed = int4send(c.generation) || e.sealed from keyring.company_state c where c.company_id = e.company_id;
    update keyring.box_key b set wrapped = int4send(c.generation) || b.wrapped from keyring.company_state c where c.company_id = b.company_id;
  end loop;
  perform keyring.visit(null);
end
$$;
--> statement-breakpoint
comment on column keyring.subject.sealed is 'personal: the identifier and the forms it is found by, AES-256-GCM under the seal key of the company';
--> statement-breakpoint
comment on column keyring.slice.wrapped is 'key: generation, then the slice key, AES-256-GCM under the wrap key of the company; null for a tombstone';
--> statement-breakpoint
comment on column keyring.endpoint.sealed is 'personal: generation, then the label, AES-256-GCM under the seal key of the company';
--> statement-breakpoint
comment on column keyring.box_key.wrapped is 'key: generation, then AES-256-GCM under the wrap key of the company';
--> statement-breakpoint
-- The root key that a compact JWE names in its header (RFC 7516).
create function keyring.kid_of(p_jwe text) returns text
language sql immutable set search_path = keyring, pg_temp as $$
  select convert_from(decode(rpad(translate(h, '-_', '+/'), (length(h) + 3) / 4 * 4, '='), 'base64'), 'utf8')::json ->> 'kid'
  from split_part(p_jwe, '.', 1) as h;
$$;
--> statement-breakpoint
-- New keys are wrapped under the root key of this moment alone, from the beginning of a generation on under the next one: a
-- process that remembers another one is told to look again.
create function keyring.present_root() returns trigger
language plpgsql set search_path = keyring, pg_temp as $$
declare
  jwe text := to_jsonb(new) ->> tg_argv[0];
begin
  if not exists (select from keyring_state s where s.root_kid is null or kid_of(jwe) = coalesce(s.next_root_kid, s.root_kid)) then
    raise exception 'the root key has changed' using errcode = 'GK004';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger present_root before insert or update on keyring.company_key
  for each row execute function keyring.present_root('wrapped');
--> statement-breakpoint
create trigger present_root before insert or update on keyring.inbox_key
  for each row execute function keyring.present_root('sealed');
--> statement-breakpoint
create function keyring.generations()
returns table (number int4, kind text, root_kid text, begun_at timestamptz, ended_at timestamptz, companies int4, subjects bigint, longest_switch_ms int4)
language sql stable security definer set search_path = keyring, pg_temp as $$
  select g.number, g.kind, g.root_kid, g.begun_at, g.ended_at, g.companies, g.subjects, g.longest_switch_ms
  from generation g order by g.number desc limit 200;
$$;
--> statement-breakpoint
-- The two root keys of this moment, when the keyring began, and how far the company under way is.
create function keyring.generation_state(
  out root_kid text, out next_root_kid text, out since timestamptz, out companies int4, out copying int4, out copied bigint
)
language sql stable security definer set search_path = keyring, pg_temp as $$
  select s.root_kid, s.next_root_kid, (select min(c.created_at) from company_state c),
    (select count(*)::int4 from company_state c where c.destroyed_at is null),
    (select count(*)::int4 from rekey), (select coalesce(sum(r.subjects), 0)::bigint from rekey r)
  from keyring_state s;
$$;
--> statement-breakpoint
-- Begins a generation, or gives the number of the one under way. False for a root key that is not the one under way.
create function keyring.generation_begin(p_kid text, p_kind text, p_at timestamptz) returns int4
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  running generation;
  made int4;
begin
  perform pg_advisory_xact_lock(1195461188);
  select * into running from generation g where g.ended_at is null;
  if found then
    return case when running.root_kid = p_kid and running.kind = p_kind then running.number end;
  end if;
  insert into generation (number, kind, root_kid, begun_at)
    select coalesce(max(g.number), 0) + 1, p_kind, p_kid, p_at from generation g returning number into made;
  update keyring_state set next_root_kid = p_kid;
  return made;
end
$$;
--> statement-breakpoint
-- Companies whose present keys are wrapped under another root key than this one.
create function keyring.companies_under_other_root(p_kid text) returns int4[]
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  company int4;
  left_over int4[] := '{}';
begin
  for company in select s.company_id from company_state s where s.destroyed_at is null order by s.company_id loop
    perform visit(company);
    if exists (select from company_key k where k.company_id = company and kid_of(k.wrapped) is distinct from p_kid
        and k.generation <= (select s.generation from company_state s where s.company_id = company)) then
      left_over := left_over || company;
    end if;
  end loop;
  perform visit(null);
  return left_over;
end
$$;
--> statement-breakpoint
create function keyring.inbox_sealed() returns table (kid text, sealed text)
language sql stable security definer set search_path = keyring, pg_temp as $$
  select k.kid, k.sealed from inbox_key k order by k.day;
$$;
--> statement-breakpoint
create function keyring.reseal_inbox(p_kids text[], p_sealed text[]) returns int4
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  changed int4;
begin
  update inbox_key k set sealed = w.sealed from unnest(p_kids, p_sealed) as w (kid, sealed) where k.kid = w.kid;
  get diagnostics changed = row_count;
  if changed > 0 then
    perform visit(0);
    perform note_residue(0, 'inbox_key');
    perform visit(null);
  end if;
  return changed;
end
$$;
--> statement-breakpoint
-- The root key changes: from here on the old one is nobody's. Refuses while anything is wrapped under another one. Writers of
-- wrapped keys wait for it, and are told by the trigger afterwards.
create function keyring.promote_root(p_old text, p_new text, p_number int4, p_at timestamptz) returns void
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  if exists (select from keyring_state s where s.root_kid = p_new) then
    return;
  end if;
  lock table company_key, inbox_key in share row exclusive mode;
  if not exists (select from keyring_state s where s.root_kid = p_old and s.next_root_kid = p_new)
    or cardinality(companies_under_other_root(p_new)) > 0
    or exists (select from inbox_key k where kid_of(k.sealed) is distinct from p_new) then
    raise exception 'the keyring is not wholly under the new root key' using errcode = 'GK003';
  end if;
  update keyring_state set root_kid = p_new, next_root_kid = null;
  update generation g set ended_at = p_at where g.number = p_number and g.ended_at is null;
end
$$;
--> statement-breakpoint
-- The keys of a company wrapped anew under another root key; rows stay as they are.
create function keyring.rewrap_company(p_company int4, p_generation int4, p_wrapped text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  if exists (select from rekey r where r.company_id = p_company) then
    raise exception 'the company is being copied' using errcode = 'GK005';
  end if;
  update company_key k set wrapped = p_wrapped where k.company_id = p_company and k.generation = p_generation
    and exists (select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null);
  if not found then
    return false;
  end if;
  perform note_residue(p_company, 'company_key');
  return true;
end
$$;
--> statement-breakpoint
create function keyring.note_change() returns trigger
language plpgsql set search_path = keyring, pg_temp as $$
begin
  insert into rekey_change (company_id, id) values (coalesce(new.company_id, old.company_id), coalesce(new.id, old.id));
  return null;
end
$$;
--> statement-breakpoint
-- The first step for a company: its next keys, an empty table beside its subjects, and the trigger. Answers with what there is
-- when it has begun before.
create function keyring.rekey_begin(
  p_company int4, p_generation int4, p_wrapped text, out generation int4, out wrapped text, out copied uuid, out indexed boolean
)
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  leaf text := 'subject_' || p_company;
  twin text := 'subject_' || p_company || '_next';
begin
  perform enter(p_company);
  perform own_company(p_company);
  if not exists (select from company_state s where s.company_id = p_company and s.destroyed_at is null) then
    return;
  end if;
  if not exists (select from rekey r where r.company_id = p_company) then
    if not exists (select from company_state s where s.company_id = p_company and s.generation = p_generation - 1) then
      raise exception 'the keys of this company have changed' using errcode = 'GK001';
    end if;
    execute format('create table keyring.%I (like keyring.subject including all excluding indexes, primary key (company_id, id), '
      || 'constraint %I check (company_id = %s)) with (fillfactor = 80)', twin, twin || '_company', p_company);
    execute format('alter table keyring.%I enable row level security', twin);
    execute format('alter table keyring.%I force row level security', twin);
    execute format(
      'create policy own_company on keyring.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)',
      twin
    );
    perform keep_from_statistics(twin, 'subject');
    execute format('create trigger rekey after insert or update or delete on keyring.%I for each row execute function keyring.note_change()', leaf);
    insert into company_key (company_id, generation, wrapped) values (p_company, p_generation, p_wrapped);
    insert into rekey (company_id, generation) values (p_company, p_generation);
  end if;
  select r.generation, k.wrapped, r.copied, r.indexed into generation, wrapped, copied, indexed
    from rekey r join company_key k on k.company_id = r.company_id and k.generation = r.generation where r.company_id = p_company;
end
$$;
--> statement-breakpoint
-- Whoever works on a company has it alone, whatever else was started; the writers of the company go on.
create function keyring.rekey_turn(p_company int4, p_generation int4) returns void
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform 1 from rekey r where r.company_id = p_company and r.generation = p_generation for update;
  if not found then
    raise exception 'the company is not being copied to this generation' using errcode = 'GK005';
  end if;
end
$$;
--> statement-breakpoint
create function keyring.rekey_read(p_company int4, p_after uuid, p_count int4)
returns table (id uuid, class int2, sealed bytea, hashed boolean, forms int4)
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
begin
  perform enter(p_company);
  return query
    select s.id, s.class, s.sealed, s.lookup is not null,
      (s.digits is not null)::int4 + 2 * (s.national is not null)::int4 + 4 * (s.last8 is not null)::int4 + 8 * (s.elsewhere is not null)::int4
    from subject s where s.company_id = p_company and s.id > p_after order by s.id limit p_count;
end
$$;
--> statement-breakpoint
-- Takes the oldest changes off the list and takes what they speak of out of the new table; answers what has to be copied again.
-- `taken` is on every row, and on a row of its own when nothing has to be copied.
create function keyring.rekey_changes(p_company int4, p_count int4)
returns table (taken int4, id uuid, class int2, sealed bytea, hashed boolean, forms int4)
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  changed uuid[];
  many int4;
  gone int4;
begin
  perform enter(p_company);
  with oldest as (
    delete from rekey_change c where c.company_id = p_company
      and c.seq in (select o.seq from rekey_change o where o.company_id = p_company order by o.seq limit p_count)
    returning c.id
  )
  select count(*), array_agg(distinct o.id) into many, changed from oldest o;
  execute format('delete from keyring.%I t where t.company_id = $1 and t.id = any ($2)', 'subject_' || p_company || '_next')
    using p_company, changed;
  get diagnostics gone = row_count;
  update rekey r set subjects = r.subjects - gone where r.company_id = p_company;
  return query
    select many, s.id, s.class, s.sealed, s.lookup is not null,
      (s.digits is not null)::int4 + 2 * (s.national is not null)::int4 + 4 * (s.last8 is not null)::int4 + 8 * (s.elsewhere is not null)::int4
    from unnest(changed) as w (id) cross join lateral (
      select x.* from subject x where x.company_id = p_company and x.id = w.id limit 1) s;
  if not found then
    return query select many, null::uuid, null::int2, null::bytea, null::boolean, null::int4;
  end if;
end
$$;
--> statement-breakpoint
-- Subjects under the new keys; days and suspension are taken from the row as it is at this moment. `p_copied` moves the mark.
create function keyring.rekey_put(
  p_company int4, p_generation int4, p_copied uuid, p_ids uuid[], p_lookups uuid[], p_digits uuid[], p_national uuid[], p_last8 uuid[],
  p_elsewhere uuid[], p_sealed text[]
) returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  made int4;
begin
  perform enter(p_company);
  if not exists (select from rekey r where r.company_id = p_company and r.generation = p_generation) then
    raise exception 'the company is not being copied to this generation' using errcode = 'GK005';
  end if;
  execute format(
    'insert into keyring.%I (company_id, class, normaliser, live_until, suspended_until, id, lookup, digits, national, last8, elsewhere, sealed) '
    || 'select s.company_id, s.class, s.normaliser, s.live_until, s.suspended_until, s.id, w.lookup, w.digits, w.national, w.last8, w.elsewhere, '
    || 'decode(w.sealed, ''hex'') '
    || 'from unnest($2, $3, $4, $5, $6, $7, $8) as w (id, lookup, digits, national, last8, elsewhere, sealed) '
    || 'cross join lateral (select x.* from keyring.%I x where x.company_id = $1 and x.id = w.id limit 1) s on conflict do nothing',
    'subject_' || p_company || '_next', 'subject_' || p_company
  ) using p_company, p_ids, p_lookups, p_digits, p_national, p_last8, p_elsewhere, p_sealed;
  get diagnostics made = row_count;
  update rekey r set subjects = r.subjects + made, copied = coalesce(p_copied, r.copied) where r.company_id = p_company;
  return made;
end
$$;
--> statement-breakpoint
-- The indexes of the new table, when most of it is there: built at once they cost a fraction, and nobody waits for them.
create function keyring.rekey_index(p_company int4, p_generation int4) returns void
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  twin text := 'subject_' || p_company || '_next';
  parent record;
begin
  perform rekey_turn(p_company, p_generation);
  if (select r.indexed from rekey r where r.company_id = p_company) then
    return;
  end if;
  for parent in
    select c.relname as name, pg_get_indexdef(c.oid) as made from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = 'keyring.subject'::regclass and not i.indisprimary
  loop
    execute regexp_replace(
      parent.made, '^(CREATE (?:UNIQUE )?INDEX) \S+ ON (?:ONLY )?\S+',
      format('\1 %I ON keyring.%I', format('subject_%s_g%s_%s', p_company, p_generation, parent.name), twin));
  end loop;
  execute format('analyze keyring.%I', twin);
  update rekey r set indexed = true where r.company_id = p_company;
end
$$;
--> statement-breakpoint
-- How many subjects the new table lacks or has too many, not counting those whose change is on the list.
create function keyring.rekey_difference(p_company int4) returns bigint
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  apart bigint;
begin
  perform enter(p_company);
  execute format(
    'select count(*) from (select id, live_until, suspended_until from keyring.%I) o full join '
    || '(select id, live_until, suspended_until from keyring.%I) n using (id) '
    || 'where (o.live_until is distinct from n.live_until or o.suspended_until is distinct from n.suspended_until) '
    || 'and not exists (select from keyring.rekey_change c where c.company_id = $1 and c.id = coalesce(o.id, n.id))',
    'subject_' || p_company, 'subject_' || p_company || '_next'
  ) into apart using p_company;
  return apart;
end
$$;
--> statement-breakpoint
create function keyring.rekey_slices(p_company int4) returns setof keyring.slice
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select s.* from slice s where s.company_id = p_company and s.wrapped is not null order by s.id;
end
$$;
--> statement-breakpoint
create function keyring.rekey_endpoints(p_company int4) returns table (id int4, kind int2, sealed bytea)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select e.id, e.kind, e.sealed from endpoint e where e.company_id = p_company order by e.id;
end
$$;
--> statement-breakpoint
create function keyring.rekey_boxes(p_company int4) returns table (id uuid, until timestamptz, wrapped bytea)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select b.id, b.until, b.wrapped from box_key b where b.company_id = p_company order by b.id;
end
$$;
--> statement-breakpoint
-- The beginning of the last transaction of a company: its writers wait from here to the commit.
create function keyring.rekey_own(p_company int4, p_generation int4) returns void
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  perform rekey_turn(p_company, p_generation);
end
$$;
--> statement-breakpoint
-- The last step: everything else under the new keys, then the tables change places. Refuses as a whole when anything is not
-- under the new keys: GK005. Readers of subjects wait for the few milliseconds after the table's lock.
create function keyring.rekey_switch(
  p_company int4, p_generation int4, p_slices int4[], p_slice_wraps text[], p_endpoints int4[], p_hashes uuid[], p_labels text[],
  p_boxes uuid[], p_box_wraps text[]
) returns bigint
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  leaf text := 'subject_' || p_company;
  twin text := 'subject_' || p_company || '_next';
  moved bigint;
begin
  perform rekey_own(p_company, p_generation);
  if exists (select from rekey_change c where c.company_id = p_company)
    or not (select r.indexed from rekey r where r.company_id = p_company) then
    raise exception 'the company changed meanwhile' using errcode = 'GK005';
  end if;
  update slice s set wrapped = decode(w.wrapped, 'hex') from unnest(p_slices, p_slice_wraps) as w (id, wrapped)
    where s.company_id = p_company and s.id = w.id and s.wrapped is not null;
  update endpoint e set hash = w.hash, sealed = decode(w.sealed, 'hex') from unnest(p_endpoints, p_hashes, p_labels) as w (id, hash, sealed)
    where e.company_id = p_company and e.id = w.id;
  update box_key b set wrapped = decode(w.wrapped, 'hex') from unnest(p_boxes, p_box_wraps) as w (id, wrapped)
    where b.company_id = p_company and b.id = w.id;
  if exists (select from slice s where s.company_id = p_company and substring(s.wrapped from 1 for 4) <> int4send(p_generation))
    or exists (select from endpoint e where e.company_id = p_company and substring(e.sealed from 1 for 4) <> int4send(p_generation))
    or exists (select from box_key b where b.company_id = p_company and substring(b.wrapped from 1 for 4) <> int4send(p_generation)) then
    raise exception 'something of the company is not under the new keys' using errcode = 'GK005';
  end if;
  delete from company_key k where k.company_id = p_company and k.generation <> p_generation;
  update company_state s set generation = p_generation, slices_version = s.slices_version + 1, marks_version = s.marks_version + 1
    where s.company_id = p_company;
  perform note_residue(p_company, name) from unnest(array['company_key', 'slice', 'endpoint', 'box_key']) as name;
  select r.subjects into moved from rekey r where r.company_id = p_company;
  delete from rekey r where r.company_id = p_company;
  update generation g set companies = g.companies + 1, subjects = g.subjects + moved where g.ended_at is null;
  -- What was deleted while it was copied may lie dead in the new table: it is rewritten like the old one would have been.
  if exists (select from residue r where r.company_id = p_company and r.relation = 'subject') then
    perform note_residue(p_company, 'subject');
  end if;
  execute format('drop table keyring.%I', leaf);
  execute format('alter table keyring.%I rename to %I', twin, leaf);
  execute format('alter index keyring.%I rename to %I', twin || '_pkey', leaf || '_pkey');
  execute format('alter table keyring.subject attach partition keyring.%I for values in (%s)', leaf, p_company);
  execute format('alter table keyring.%I drop constraint %I', leaf, twin || '_company');
  return moved;
end
$$;
--> statement-breakpoint
create function keyring.note_switch(p_ms int4) returns void
language sql security definer set search_path = keyring, pg_temp as $$
  update generation g set longest_switch_ms = greatest(g.longest_switch_ms, p_ms) where g.ended_at is null;
$$;
--> statement-breakpoint
-- As before, and what was begun under new keys goes too.
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
  foreach name in array array['company_key', 'watermark', 'intent', 'endpoint', 'box_key', 'person_mark', 'rekey', 'rekey_change'] loop
    execute format('delete from keyring.%I where company_id = $1', name) using p_company;
    perform note_residue(p_company, name);
  end loop;
  delete from residue r where r.company_id = p_company and r.relation in ('subject', 'slice');
  return true;
end
$$;
--> statement-breakpoint
-- As before; and while a company is being copied its table is not rewritten: what is dead may lie in the copy too, and goes
-- with the scrub after the tables have changed places.
create or replace function keyring.scrub(p_company int4, p_relation text) returns boolean
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
  if p_relation = 'subject' and exists (select from rekey r where r.company_id = p_company) then
    return false;
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
-- As before; and the keys are asked about after the rows were read. A table that has just changed places shows a question that
-- began before only part of its rows: whoever read it is then told to look again with the new keys.
create or replace function keyring.find_subjects(
  p_company int4, p_generation int4, p_class int2, p_now timestamptz, p_exact uuid, p_lookups uuid[], p_aliases uuid[], p_last8 uuid[]
) returns table (id uuid, class int2, tier int4)
language plpgsql volatile security definer set search_path = keyring, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  today date := (p_now at time zone 'UTC' - interval '12 hours')::date;
begin
  perform enter(p_company);
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
  perform present_keys(p_company, p_generation);
end
$$;
--> statement-breakpoint
create function keyring.present_keys(p_company int4, p_generation int4) returns void
language plpgsql volatile set search_path = keyring, pg_temp as $$
begin
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    raise exception 'the keys of this company have changed' using errcode = 'GK001';
  end if;
end
$$;
--> statement-breakpoint
create or replace function keyring.reveal_subjects(p_company int4, p_generation int4, p_now timestamptz, p_ids uuid[])
returns table (id uuid, class int2, sealed bytea)
language plpgsql volatile security definer set search_path = keyring, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  today date := (p_now at time zone 'UTC' - interval '12 hours')::date;
begin
  perform enter(p_company);
  return query
    select s.id, s.class, s.sealed from unnest(p_ids) as w (id)
    cross join lateral (
      select x.id, x.class, x.sealed from subject x
      where x.company_id = p_company and x.id = w.id and x.live_until > today and x.suspended_until is null limit 1
    ) s;
  perform present_keys(p_company, p_generation);
end
$$;
--> statement-breakpoint
create or replace function keyring.is_suspended(p_company int4, p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform share_company(p_company);
  return exists (select from subject s where s.company_id = p_company and s.id = p_id and s.suspended_until is not null);
end
$$;
--> statement-breakpoint
create or replace function keyring.subjects_page(p_company int4, p_generation int4, p_class int2, p_now timestamptz, p_from date, p_after uuid, p_limit int4)
returns table (id uuid, sealed bytea)
language plpgsql volatile security definer set search_path = keyring, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  today date := (p_now at time zone 'UTC' - interval '12 hours')::date;
begin
  perform enter(p_company);
  return query
    select s.id, s.sealed from subject s
    where s.company_id = p_company and s.id > p_after and s.class = p_class and s.live_until > today and s.live_until > p_from
      and s.suspended_until is null
    order by s.id limit least(p_limit, 20000);
  perform present_keys(p_company, p_generation);
end
$$;
--> statement-breakpoint
-- A label is looked for under the keys that made its hash.
drop function keyring.find_endpoints(int4, uuid[]);
--> statement-breakpoint
create function keyring.find_endpoints(p_company int4, p_generation int4, p_hashes uuid[]) returns table (id int4)
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    raise exception 'the keys of this company have changed' using errcode = 'GK001';
  end if;
  return query select e.id from endpoint e where e.company_id = p_company and e.hash = any (p_hashes);
end
$$;
--> statement-breakpoint
-- As before; and who sealed under the keys of before is told to look again, instead of hearing that nobody is there.
create or replace function keyring.resubject(p_company int4, p_generation int4, p_old uuid, p_new uuid, p_sealed text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  old subject;
begin
  perform enter(p_company);
  perform own_company(p_company);
  if exists (select from subject s where s.company_id = p_company and s.id = p_new) then
    return true;
  end if;
  perform present_keys(p_company, p_generation);
  select * into old from subject s where s.company_id = p_company and s.id = p_old;
  if not found then
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
-- A box is made under the keys of this moment, and not while they change.
create or replace function keyring.add_box(p_company int4, p_id uuid, p_until timestamptz, p_wrapped text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform share_company(p_company);
  if not exists (select from company_state s where s.company_id = p_company and s.destroyed_at is null
      and int4send(s.generation) = substring(decode(p_wrapped, 'hex') from 1 for 4)) then
    raise exception 'the keys of this company have changed' using errcode = 'GK001';
  end if;
  insert into box_key (company_id, id, until, wrapped) values (p_company, p_id, p_until, decode(p_wrapped, 'hex')) on conflict do nothing;
  return found;
end
$$;
--> statement-breakpoint
revoke execute on all functions in schema keyring from public;
--> statement-breakpoint
grant execute on function keyring.generations(), keyring.generation_state() to gallra_web, gallra_keeper;
--> statement-breakpoint
grant execute on function keyring.find_endpoints(int4, int4, uuid[]) to gallra_web;
--> statement-breakpoint
grant execute on function
  keyring.generation_begin, keyring.companies_under_other_root, keyring.inbox_sealed, keyring.reseal_inbox, keyring.promote_root,
  keyring.rewrap_company, keyring.rekey_begin, keyring.rekey_turn, keyring.rekey_read, keyring.rekey_changes, keyring.rekey_put,
  keyring.rekey_index, keyring.rekey_difference, keyring.rekey_slices, keyring.rekey_endpoints, keyring.rekey_boxes, keyring.rekey_own,
  keyring.rekey_switch, keyring.note_switch
  to gallra_keeper;
