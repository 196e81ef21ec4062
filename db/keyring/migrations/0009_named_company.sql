-- The door of every function that works for one company: the transaction has named that company before. Where none is named
-- nothing is answered, so that a call that bypasses the application's one way in (company-door.ts) learns nothing.
create or replace function keyring.enter(p_company int4) returns void
language plpgsql set search_path = keyring, pg_temp as $$
declare
  current_company text := nullif(current_setting('app.company_id', true), '');
begin
  if current_company is null then
    raise exception 'no company is set in this transaction' using errcode = '42501';
  end if;
  if p_company is null or current_company <> p_company::text then
    raise exception 'another company is set in this transaction' using errcode = '42501';
  end if;
end
$$;
