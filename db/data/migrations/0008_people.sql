-- Accounts, sessions and companies are read and written through these functions only.
create function data.add_reseller(p_name text) returns int
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.reseller (name) values (p_name) returning id;
end;
create function data.list_resellers() returns setof data.reseller
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select * from data.reseller order by id;
end;
--> statement-breakpoint
create function data.add_company(p_reseller int, p_slug text, p_name text, p_kind text, p_zone text, p_country text,
  p_outside_line text, p_extension_digits int2, p_international_prefix text, p_language text) returns int
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.company (reseller_id, slug, name, kind, time_zone, country, outside_line, extension_digits, international_prefix, language)
  values (p_reseller, p_slug, p_name, p_kind, p_zone, p_country, p_outside_line, p_extension_digits, p_international_prefix, p_language)
  returning id;
end;
create function data.change_company(p_id int, p_name text, p_kind text, p_zone text, p_country text, p_outside_line text,
  p_extension_digits int2, p_international_prefix text, p_language text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.company c set name = p_name, kind = p_kind, time_zone = p_zone, country = p_country, outside_line = p_outside_line,
    extension_digits = p_extension_digits, international_prefix = p_international_prefix, language = p_language
  where c.id = p_id and c.deleted_at is null;
  return found;
end $$;
create function data.close_company(p_id int, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.company c set deleted_at = p_at where c.id = p_id and c.deleted_at is null;
  return found;
end $$;
create function data.list_companies(p_reseller int, p_id int, p_slug text) returns setof data.company
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.* from data.company c
  where c.deleted_at is null and (p_reseller is null or c.reseller_id = p_reseller)
    and (p_id is null or c.id = p_id) and (p_slug is null or c.slug = p_slug)
  order by c.name, c.id;
end;
--> statement-breakpoint
create function data.add_account(p_id uuid, p_reseller int, p_company int, p_email text, p_name text, p_hash text, p_profile text,
  p_language text, p_must_change boolean) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.account (id, reseller_id, scope_company_id, email, name, password_hash, profile, language, must_change_password)
  values (p_id, p_reseller, p_company, p_email, p_name, p_hash, p_profile, p_language, p_must_change);
end;
-- The only way to a password hash: one account, by its exact address.
create function data.account_to_sign_in(p_email text) returns setof data.account
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.* from data.account a where lower(a.email) = lower(p_email);
end;
create function data.list_accounts(p_reseller int, p_company int, p_id uuid)
returns table (id uuid, reseller_id int, scope_company_id int, email text, name text, profile text, language text,
  must_change_password boolean, created_at timestamptz, disabled_at timestamptz, last_signed_in_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select a.id, a.reseller_id, a.scope_company_id, a.email, a.name, a.profile, a.language,
    a.must_change_password, a.created_at, a.disabled_at, a.last_signed_in_at
  from data.account a
  where (p_reseller is null or a.reseller_id = p_reseller) and (p_company is null or a.scope_company_id = p_company)
    and (p_id is null or a.id = p_id)
  order by a.name, a.id;
end;
create function data.set_password(p_id uuid, p_hash text, p_must_change boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.account a set password_hash = p_hash, must_change_password = p_must_change where a.id = p_id;
  return found;
end $$;
create function data.change_account(p_id uuid, p_name text, p_profile text, p_language text, p_disabled_at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update data.account a set name = p_name, profile = p_profile, language = p_language, disabled_at = p_disabled_at where a.id = p_id;
  return found;
end $$;
--> statement-breakpoint
create function data.start_session(p_hash bytea, p_id uuid, p_account uuid, p_company int, p_via text, p_at timestamptz, p_expires timestamptz) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  insert into data.session (token_hash, id, account_id, current_company_id, via, created_at, last_seen_at, expires_at)
  values (p_hash, p_id, p_account, p_company, p_via, p_at, p_at, p_expires);
  update data.account a set last_signed_in_at = p_at where a.id = p_account;
end;
-- A session and who it is, looked up on every request: a disabled account or a revoked session answers nothing.
create function data.read_session(p_hash bytea, p_at timestamptz)
returns table (id uuid, account_id uuid, current_company_id int, via text, created_at timestamptz, last_seen_at timestamptz,
  expires_at timestamptz, email text, name text, profile text, language text, reseller_id int, scope_company_id int, must_change_password boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id, s.account_id, s.current_company_id, s.via, s.created_at, s.last_seen_at, s.expires_at,
    a.email, a.name, a.profile, a.language, a.reseller_id, a.scope_company_id, a.must_change_password
  from data.session s join data.account a on a.id = s.account_id
  where s.token_hash = p_hash and s.revoked_at is null and s.expires_at > p_at and a.disabled_at is null;
end;
create function data.touch_session(p_hash bytea, p_at timestamptz, p_expires timestamptz) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  update data.session s set last_seen_at = p_at, expires_at = p_expires where s.token_hash = p_hash and s.revoked_at is null;
end;
create function data.set_session_company(p_hash bytea, p_company int) returns void
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  update data.session s set current_company_id = p_company where s.token_hash = p_hash and s.revoked_at is null;
end;
create function data.revoke_sessions(p_hash bytea, p_account uuid, p_at timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  revoked int8;
begin
  update data.session s set revoked_at = p_at
    where s.revoked_at is null and (s.token_hash = p_hash or s.account_id = p_account);
  get diagnostics revoked = row_count;
  return revoked;
end $$;
create function data.forget_sessions(p_before timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  delete from data.session s where s.expires_at < p_before or s.revoked_at < p_before;
  get diagnostics gone = row_count;
  return gone;
end $$;
