-- Whether a subject only rests: the days of grace before an erasure, in which nobody reads it.
create function keyring.is_suspended(p_company int4, p_id uuid) returns boolean
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return exists (select from subject s where s.company_id = p_company and s.id = p_id and s.suspended_until is not null);
end
$$;
--> statement-breakpoint
revoke execute on function keyring.is_suspended(int4, uuid) from public;
--> statement-breakpoint
grant execute on function keyring.is_suspended(int4, uuid) to gallra_web;
