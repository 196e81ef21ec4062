-- After a changed password: whoever signed in with the old one is out, and who changed it stays.
create function data.revoke_other_sessions(p_account uuid, p_keep bytea, p_at timestamptz) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  revoked int8;
begin
  update data.session s set revoked_at = p_at
    where s.revoked_at is null and s.account_id = p_account and s.token_hash <> p_keep;
  get diagnostics revoked = row_count;
  return revoked;
end $$;
--> statement-breakpoint
revoke execute on function data.revoke_other_sessions(uuid, bytea, timestamptz) from public;
--> statement-breakpoint
grant execute on function data.revoke_other_sessions(uuid, bytea, timestamptz) to gallra_web;
