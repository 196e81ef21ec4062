-- Accounts, sessions and companies have no row-level security: who signs in must be found before anything is known of them. So
-- each function asks itself whether the transaction's reach covers the row: `app.company_id` names a company, or 0 for all of
-- them, and `app.reseller_id` narrows that to one reseller. Where nothing is named nothing is answered.
create function data.reaches(p_reseller int, p_company int) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  company int := nullif(current_setting('app.company_id', true), '')::int;
  reseller int := nullif(current_setting('app.reseller_id', true), '')::int;
begin
  if company is null then
    raise exception 'no reach is set in this transaction' using errcode = '42501';
  end if;
  return (company = 0 or company is not distinct from p_company) and (reseller is null or reseller is not distinct from p_reseller);
end $$;
-- An account beyond the reach is refused; one that is not there is nobody's. The whole installation (all null) reaches every one.
create function data.require_account(p_account uuid) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if not data.reaches(null, null) and exists (
    select 1 from data.account a where a.id = p_account and not data.reaches(a.reseller_id, a.scope_company_id)
  ) then
    raise exception 'beyond the reach of this transaction' using errcode = '42501';
  end if;
end $$;
create function data.require_company(p_company int) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if not data.reaches((select c.reseller_id from data.company c where c.id = p_company), p_company) then
    raise exception 'beyond the reach of this transaction' using errcode = '42501';
  end if;
end $$;
--> statement-breakpoint
drop function data.count_holders(int, text[], uuid);
drop function data.change_company(int, text, text, text, text, text, int2, text, text);
drop function data.close_company(int, timestamptz);
-- How many of a company's accounts with these profiles may sign in, apart from one, and how many ever did. The company is locked.
create function data.count_holders(p_company int, p_profiles text[], p_except uuid, out enabled int8, out signed_in int8)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_company(p_company);
  perform 1 from data.company c where c.id = p_company for no key update;
  select count(*) filter (where a.disabled_at is null and a.id is distinct from p_except), count(*) filter (where a.last_signed_in_at is not null)
    into enabled, signed_in
  from data.account a where a.scope_company_id = p_company and a.profile = any (p_profiles)
    -- A profile of the company's own holds less than the built-in one it was made from.
    and not exists (select from data.profile_holder h where h.company_id = p_company and h.account_id = a.id);
end $$;
create function data.change_company(p_company int, p_name text, p_kind text, p_zone text, p_country text, p_outside_line text,
  p_extension_digits int2, p_international_prefix text, p_language text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_company(p_company);
  update data.company c set name = p_name, kind = p_kind, time_zone = p_zone, country = p_country, outside_line = p_outside_line,
    extension_digits = p_extension_digits, international_prefix = p_international_prefix, language = p_language
  where c.id = p_company and c.deleted_at is null;
  return found;
end $$;
create function data.close_company(p_company int, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_company(p_company);
  update data.company c set deleted_at = p_at where c.id = p_company and c.deleted_at is null;
  return found;
end $$;
--> statement-breakpoint
-- Who reaches a person of a company also reaches the company: an account belongs to its company's own reseller.
create or replace function data.add_account(p_id uuid, p_reseller int, p_company int, p_email text, p_name text, p_hash text, p_profile text,
  p_language text, p_must_change boolean, p_forced boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not data.reaches(p_reseller, p_company) or exists (
    select 1 from data.company c where c.id = p_company and c.reseller_id is distinct from p_reseller and p_reseller is not null
  ) then
    raise exception 'beyond the reach of this transaction' using errcode = '42501';
  end if;
  insert into data.account (id, reseller_id, scope_company_id, email, name, password_hash, profile, language, must_change_password, change_forced)
  values (p_id, p_reseller, p_company, p_email, p_name, p_hash, p_profile, p_language, p_must_change, p_forced);
end $$;
create or replace function data.list_accounts(p_reseller int, p_company int, p_id uuid)
returns table (id uuid, reseller_id int, scope_company_id int, email text, name text, profile text, language text,
  must_change_password boolean, created_at timestamptz, disabled_at timestamptz, last_signed_in_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.id, a.reseller_id, a.scope_company_id, a.email, a.name, a.profile, a.language,
    a.must_change_password, a.created_at, a.disabled_at, a.last_signed_in_at
  from data.account a
  where (p_reseller is null or a.reseller_id = p_reseller) and (p_company is null or a.scope_company_id = p_company)
    and (p_id is null or a.id = p_id) and data.reaches(a.reseller_id, a.scope_company_id)
  order by a.name, a.id;
end;
create or replace function data.list_people(p_reseller int, p_company int, p_text text, p_state text, p_sort text, p_desc boolean, p_skip int, p_limit int)
returns table (id uuid, reseller_id int, scope_company_id int, company text, email text, name text, profile text, language text,
  must_change_password boolean, change_forced boolean, created_at timestamptz, disabled_at timestamptz, last_signed_in_at timestamptz, total int8)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.id, a.reseller_id, a.scope_company_id, c.name, a.email, a.name, a.profile, a.language,
    a.must_change_password, a.change_forced, a.created_at, a.disabled_at, a.last_signed_in_at, count(*) over ()
  from data.account a left join data.company c on c.id = a.scope_company_id
  where c.deleted_at is null and (p_reseller is null or a.reseller_id = p_reseller) and (p_company is null or a.scope_company_id = p_company)
    and data.reaches(a.reseller_id, a.scope_company_id)
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
create or replace function data.set_password(p_id uuid, p_hash text, p_must_change boolean, p_forced boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_account(p_id);
  update data.account a set password_hash = p_hash, must_change_password = p_must_change, change_forced = p_forced where a.id = p_id;
  return found;
end $$;
create or replace function data.change_account(p_id uuid, p_name text, p_profile text, p_language text, p_disabled_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_account(p_id);
  update data.account a set name = p_name, profile = p_profile, language = p_language, disabled_at = p_disabled_at where a.id = p_id;
  return found;
end $$;
create or replace function data.account_to_change(p_id uuid)
returns table (id uuid, reseller_id int, scope_company_id int, email text, name text, profile text, language text,
  must_change_password boolean, created_at timestamptz, disabled_at timestamptz, last_signed_in_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_account(p_id);
  perform 1 from data.company c where c.id = (select a.scope_company_id from data.account a where a.id = p_id) for no key update;
  return query select a.id, a.reseller_id, a.scope_company_id, a.email, a.name, a.profile, a.language,
    a.must_change_password, a.created_at, a.disabled_at, a.last_signed_in_at
  from data.account a where a.id = p_id for no key update;
end $$;
--> statement-breakpoint
create or replace function data.start_session(p_hash bytea, p_id uuid, p_account uuid, p_company int, p_via text, p_at timestamptz,
  p_expires timestamptz, p_address text, p_agent text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_account(p_account);
  insert into data.session (token_hash, id, account_id, current_company_id, via, created_at, last_seen_at, expires_at, stepped_up_at, address, agent)
  values (p_hash, p_id, p_account, p_company, p_via, p_at, p_at, p_expires, p_at, p_address, p_agent);
  update data.account a set last_signed_in_at = p_at where a.id = p_account;
end $$;
-- A session that is named by the hash of its token is the caller's own. It works on no company that its account does not reach.
create or replace function data.set_session_company(p_hash bytea, p_company int) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  update data.session s set current_company_id = p_company where s.token_hash = p_hash and s.revoked_at is null
    and (p_company is null or exists (
      select 1 from data.account a join data.company c on c.id = p_company
      where a.id = s.account_id and (a.scope_company_id is null or a.scope_company_id = c.id)
        and (a.reseller_id is null or a.reseller_id = c.reseller_id)));
end;
create or replace function data.revoke_sessions(p_hash bytea, p_account uuid, p_at timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  revoked int8;
begin
  if p_account is not null then
    perform data.require_account(p_account);
  end if;
  update data.session s set revoked_at = p_at
    where s.revoked_at is null and (s.token_hash = p_hash or s.account_id = p_account);
  get diagnostics revoked = row_count;
  return revoked;
end $$;
-- Only a session of the account itself puts the others out.
create or replace function data.revoke_other_sessions(p_account uuid, p_keep bytea, p_at timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  revoked int8;
begin
  perform data.require_account(p_account);
  update data.session s set revoked_at = p_at
    where s.revoked_at is null and s.account_id = p_account and s.token_hash <> p_keep
      and exists (select 1 from data.session k where k.token_hash = p_keep and k.account_id = p_account and k.revoked_at is null);
  get diagnostics revoked = row_count;
  return revoked;
end $$;
create or replace function data.list_sessions(p_account uuid, p_at timestamptz, p_seen_after timestamptz)
returns table (id uuid, via text, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz, address text, agent text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_account(p_account);
  return query select s.id, s.via, s.created_at, s.last_seen_at, s.expires_at, s.address, s.agent
    from data.session s
    where s.account_id = p_account and s.revoked_at is null and s.expires_at > p_at and s.last_seen_at >= p_seen_after
    order by s.last_seen_at desc, s.id limit 100;
end $$;
create or replace function data.end_session(p_account uuid, p_id uuid, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform data.require_account(p_account);
  update data.session s set revoked_at = p_at where s.id = p_id and s.account_id = p_account and s.revoked_at is null;
  return found;
end $$;
--> statement-breakpoint
revoke execute on function data.reaches(int, int), data.require_account(uuid), data.require_company(int),
  data.count_holders(int, text[], uuid), data.change_company(int, text, text, text, text, text, int2, text, text),
  data.close_company(int, timestamptz) from public;
grant execute on function data.count_holders(int, text[], uuid),
  data.change_company(int, text, text, text, text, text, int2, text, text), data.close_company(int, timestamptz) to gallra_web;
