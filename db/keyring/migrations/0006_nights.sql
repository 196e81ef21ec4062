-- A night's keys of many companies at once: one transaction, one entry of the ledger on disk before it commits. `p_companies` and
-- `p_ids` stand side by side. It refuses as a whole when one slice is not due. Answers how many keys went, company by company.
create function keyring.shred_night(p_companies int4[], p_ids int4[], p_now timestamptz)
returns table (company_id int4, gone int4)
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  company int4;
begin
  for company in select distinct w.c from unnest(p_companies) as w (c) order by w.c loop
    perform visit(company);
    company_id := company;
    gone := shred_slices(company, array(select w.i from unnest(p_companies, p_ids) as w (c, i) where w.c = company order by w.i), p_now, false);
    return next;
  end loop;
  perform visit(null);
end
$$;
--> statement-breakpoint
create function keyring.due_slices_of(p_company int4, p_now timestamptz)
returns table (company_id int4, id int4, product int2, class int2, call_day date, expires_on date, destroy_at timestamptz)
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return query
    select s.company_id, s.id, s.product, s.class, s.call_day, s.expires_on, s.destroy_at from slice s
    where s.company_id = p_company and s.wrapped is not null and s.destroy_at <= p_now
    order by s.expires_on, s.id;
end
$$;
--> statement-breakpoint
revoke execute on function keyring.shred_night(int4[], int4[], timestamptz), keyring.due_slices_of(int4, timestamptz) from public;
--> statement-breakpoint
grant execute on function keyring.shred_night(int4[], int4[], timestamptz), keyring.due_slices_of(int4, timestamptz) to gallra_keeper;
