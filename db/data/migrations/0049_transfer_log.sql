-- The log of transfer sessions of a whole company, the newest first.
create index transfer_session_newest on data.transfer_session (company_id, started_at, id);
--> statement-breakpoint
-- Sessions so long past that nobody asks for them, but for those of which something still waits. At most p_limit rows at once.
create function data.forget_transfers(p_company int, p_before timestamptz, p_limit int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  delete from data.transfer_session t using (
    select x.id from data.transfer_session x
      where x.company_id = p_company and x.started_at < p_before and x.last_at < p_before and x.waiting <= 0
      order by x.started_at limit p_limit) n
    where t.company_id = p_company and t.id = n.id;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
alter function data.forget_transfers(int, timestamptz, int) owner to gallra_owner;
revoke execute on function data.forget_transfers(int, timestamptz, int) from public;
grant execute on function data.forget_transfers(int, timestamptz, int) to gallra_keeper;
