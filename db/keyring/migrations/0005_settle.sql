-- After a changed rule: subjects get the end of the last row that points at them. Answers those that nothing points at any
-- more; the caller destroys them by the ledger, behind the raised fence. Suspended ones belong to an erasure.
create function keyring.settle_subjects(p_company int4, p_class int2, p_ids uuid[], p_until date[]) returns uuid[]
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  update subject s set live_until = w.live_until
    from unnest(p_ids, p_until) as w (id, live_until)
    where s.company_id = p_company and s.id = w.id and s.class = p_class and s.live_until <> w.live_until;
  return array(
    select s.id from subject s
    where s.company_id = p_company and s.class = p_class and s.suspended_until is null
      and not exists (select from unnest(p_ids) as w (id) where w.id = s.id));
end
$$;
--> statement-breakpoint
revoke execute on function keyring.settle_subjects(int4, int2, uuid[], date[]) from public;
--> statement-breakpoint
grant execute on function keyring.settle_subjects(int4, int2, uuid[], date[]) to gallra_keeper;
