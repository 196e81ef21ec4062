-- When a session last proved its password, and what a person needs to know their own sessions by. `change_forced`: somebody else
-- chose this password in the portal, so that nothing but changing it is open.
alter table data.session add column stepped_up_at timestamptz, add column address text, add column agent text;
alter table data.account add column change_forced boolean not null default false;
create index account_company on data.account (scope_company_id);
--> statement-breakpoint
-- Guesses counted for all processes: the key is a keyed digest of what was guessed at.
create table data.throttle (
  key bytea primary key,
  attempts int not null,
  last_at timestamptz not null
);
create index throttle_last on data.throttle (last_at);
--> statement-breakpoint
drop function data.start_session(bytea, uuid, uuid, int, text, timestamptz, timestamptz);
drop function data.read_session(bytea, timestamptz);
drop function data.add_account(uuid, int, int, text, text, text, text, text, boolean);
drop function data.set_password(uuid, text, boolean);
--> statement-breakpoint
create function data.start_session(p_hash bytea, p_id uuid, p_account uuid, p_company int, p_via text, p_at timestamptz,
  p_expires timestamptz, p_address text, p_agent text) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.session (token_hash, id, account_id, current_company_id, via, created_at, last_seen_at, expires_at, stepped_up_at, address, agent)
  values (p_hash, p_id, p_account, p_company, p_via, p_at, p_at, p_expires, p_at, p_address, p_agent);
  update data.account a set last_signed_in_at = p_at where a.id = p_account;
end;
create function data.read_session(p_hash bytea, p_at timestamptz)
returns table (id uuid, account_id uuid, current_company_id int, via text, created_at timestamptz, last_seen_at timestamptz,
  expires_at timestamptz, stepped_up_at timestamptz, email text, name text, profile text, language text, reseller_id int,
  scope_company_id int, must_change_password boolean, change_forced boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id, s.account_id, s.current_company_id, s.via, s.created_at, s.last_seen_at, s.expires_at, s.stepped_up_at,
    a.email, a.name, a.profile, a.language, a.reseller_id, a.scope_company_id, a.must_change_password, a.change_forced
  from data.session s join data.account a on a.id = s.account_id
  where s.token_hash = p_hash and s.revoked_at is null and s.expires_at > p_at and a.disabled_at is null;
end;
create function data.step_up_session(p_hash bytea, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.session s set stepped_up_at = p_at where s.token_hash = p_hash and s.revoked_at is null;
  return found;
end $$;
-- The sessions of an account that still open something, the latest first.
create function data.list_sessions(p_account uuid, p_at timestamptz, p_seen_after timestamptz)
returns table (id uuid, via text, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz, address text, agent text)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id, s.via, s.created_at, s.last_seen_at, s.expires_at, s.address, s.agent
  from data.session s
  where s.account_id = p_account and s.revoked_at is null and s.expires_at > p_at and s.last_seen_at >= p_seen_after
  order by s.last_seen_at desc, s.id limit 100;
end;
create function data.end_session(p_account uuid, p_id uuid, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.session s set revoked_at = p_at where s.id = p_id and s.account_id = p_account and s.revoked_at is null;
  return found;
end $$;
--> statement-breakpoint
create function data.add_account(p_id uuid, p_reseller int, p_company int, p_email text, p_name text, p_hash text, p_profile text,
  p_language text, p_must_change boolean, p_forced boolean) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.account (id, reseller_id, scope_company_id, email, name, password_hash, profile, language, must_change_password, change_forced)
  values (p_id, p_reseller, p_company, p_email, p_name, p_hash, p_profile, p_language, p_must_change, p_forced);
end;
create or replace function data.account_to_sign_in(p_email text) returns setof data.account
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.* from data.account a where lower(a.email) = lower(p_email);
end;
create function data.set_password(p_id uuid, p_hash text, p_must_change boolean, p_forced boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.account a set password_hash = p_hash, must_change_password = p_must_change, change_forced = p_forced where a.id = p_id;
  return found;
end $$;
-- An account that is about to be changed, locked with its company: two administrators cannot put each other out at once.
create function data.account_to_change(p_id uuid)
returns table (id uuid, reseller_id int, scope_company_id int, email text, name text, profile text, language text,
  must_change_password boolean, created_at timestamptz, disabled_at timestamptz, last_signed_in_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from data.company c where c.id = (select a.scope_company_id from data.account a where a.id = p_id) for no key update;
  return query select a.id, a.reseller_id, a.scope_company_id, a.email, a.name, a.profile, a.language,
    a.must_change_password, a.created_at, a.disabled_at, a.last_signed_in_at
  from data.account a where a.id = p_id for no key update;
end $$;
-- How many of a company's accounts with these profiles may sign in, apart from one, and how many ever did. The company is locked.
create function data.count_holders(p_id int, p_profiles text[], p_except uuid, out enabled int8, out signed_in int8)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from data.company c where c.id = p_id for no key update;
  select count(*) filter (where a.disabled_at is null and a.id is distinct from p_except), count(*) filter (where a.last_signed_in_at is not null)
    into enabled, signed_in
  from data.account a where a.scope_company_id = p_id and a.profile = any (p_profiles)
    -- A profile of the company's own holds less than the built-in one it was made from.
    and not exists (select from data.profile_holder h where h.company_id = p_id and h.account_id = a.id);
end $$;
-- A page of the people of a reseller, a company or all of them, without a password hash; people of closed companies are gone with them.
create function data.list_people(p_reseller int, p_company int, p_text text, p_state text, p_sort text, p_desc boolean, p_skip int, p_limit int)
returns table (id uuid, reseller_id int, scope_company_id int, company text, email text, name text, profile text, language text,
  must_change_password boolean, change_forced boolean, created_at timestamptz, disabled_at timestamptz, last_signed_in_at timestamptz, total int8)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.id, a.reseller_id, a.scope_company_id, c.name, a.email, a.name, a.profile, a.language,
    a.must_change_password, a.change_forced, a.created_at, a.disabled_at, a.last_signed_in_at, count(*) over ()
  from data.account a left join data.company c on c.id = a.scope_company_id
  where c.deleted_at is null and (p_reseller is null or a.reseller_id = p_reseller) and (p_company is null or a.scope_company_id = p_company)
    and (p_text = '' or strpos(lower(a.name), lower(p_text)) > 0 or strpos(lower(a.email), lower(p_text)) > 0)
    and case p_state
      when 'active' then a.disabled_at is null
      when 'disabled' then a.disabled_at is not null
      when 'never' then a.disabled_at is null and a.last_signed_in_at is null
      when 'change' then a.disabled_at is null and a.must_change_password
      else true end
  order by
    case when p_desc then null else case p_sort when 'email' then lower(a.email) when 'profile' then a.profile when 'name' then lower(a.name) end end,
    case when p_desc then case p_sort when 'email' then lower(a.email) when 'profile' then a.profile when 'name' then lower(a.name) end end desc,
    case when p_sort = 'last' and not p_desc then a.last_signed_in_at end nulls first,
    case when p_sort = 'last' and p_desc then a.last_signed_in_at end desc nulls last,
    lower(a.name), a.id
  offset p_skip limit p_limit;
end;
--> statement-breakpoint
-- One attempt under several keys: counted before the password is looked at, so that many guesses at once gain nothing. Answers the
-- milliseconds to wait (and counts nothing), or 0. A key has `free` attempts; each further one doubles the wait up to `longest` seconds;
-- an hour of quiet clears it.
create function data.count_attempt(p_keys bytea[], p_free int[], p_longest int[], p_at timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  pause int8;
  fresh bytea[];
begin
  with made as (
    insert into data.throttle (key, attempts, last_at)
      select k.key, 0, p_at from (select distinct unnest(p_keys) as key) k order by k.key on conflict (key) do nothing returning key)
  select array_agg(m.key) into fresh from made m;
  perform 1 from data.throttle t where t.key = any (p_keys) order by t.key for update;
  select max(ceil(extract(epoch from t.last_at - p_at) * 1000)::int8 + least(k.longest, power(2, least(t.attempts - k.free, 20))::int8) * 1000)
    into pause
  from unnest(p_keys, p_free, p_longest) as k (key, free, longest) join data.throttle t on t.key = k.key
  where t.attempts >= k.free and t.last_at > p_at - interval '1 hour';
  if pause > 0 then
    -- Whoever has to wait leaves nothing behind: a flood of invented names would fill the table.
    delete from data.throttle t where t.key = any (fresh);
    return pause;
  end if;
  update data.throttle t set last_at = p_at,
    attempts = case when t.last_at > p_at - interval '1 hour' then t.attempts + 1 else 1 end
  where t.key = any (p_keys);
  return 0;
end $$;
-- The attempt was right: its own keys are cleared, and of what it shares with others only this attempt is taken back.
create function data.clear_attempts(p_clear bytea[], p_lower bytea[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  delete from data.throttle t where t.key = any (p_clear);
  update data.throttle t set attempts = greatest(t.attempts - 1, 0) where t.key = any (p_lower);
end;
create function data.forget_attempts(p_before timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  delete from data.throttle t where t.last_at < p_before;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
revoke execute on function
  data.start_session(bytea, uuid, uuid, int, text, timestamptz, timestamptz, text, text),
  data.read_session(bytea, timestamptz), data.step_up_session(bytea, timestamptz),
  data.list_sessions(uuid, timestamptz, timestamptz), data.end_session(uuid, uuid, timestamptz),
  data.add_account(uuid, int, int, text, text, text, text, text, boolean, boolean),
  data.set_password(uuid, text, boolean, boolean), data.account_to_change(uuid), data.count_holders(int, text[], uuid),
  data.list_people(int, int, text, text, text, boolean, int, int),
  data.count_attempt(bytea[], int[], int[], timestamptz), data.clear_attempts(bytea[], bytea[]), data.forget_attempts(timestamptz) from public;
--> statement-breakpoint
grant execute on function
  data.start_session(bytea, uuid, uuid, int, text, timestamptz, timestamptz, text, text),
  data.read_session(bytea, timestamptz), data.step_up_session(bytea, timestamptz),
  data.list_sessions(uuid, timestamptz, timestamptz), data.end_session(uuid, uuid, timestamptz),
  data.add_account(uuid, int, int, text, text, text, text, text, boolean, boolean),
  data.set_password(uuid, text, boolean, boolean), data.account_to_change(uuid), data.count_holders(int, text[], uuid),
  data.list_people(int, int, text, text, text, boolean, int, int),
  data.count_attempt(bytea[], int[], int[], timestamptz), data.clear_attempts(bytea[], bytea[]) to gallra_web;
grant execute on function data.forget_attempts(timestamptz) to gallra_keeper;
