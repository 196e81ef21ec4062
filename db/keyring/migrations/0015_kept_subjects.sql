-- Whom a case keeps already lives as long as the case, also while the grace of an erasure runs: it may be called off, and what is held
-- is left by it. Answers who is there at all.
create function keyring.extend_kept_subjects(p_company int4, p_ids uuid[], p_until date) returns uuid[]
language plpgsql security definer set search_path = keyring, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
begin
  perform enter(p_company);
  perform share_company(p_company);
  update subject s set live_until = p_until
    from (
      select x.id from subject x
      where x.company_id = p_company and x.id = any (p_ids) and x.live_until < p_until
      order by x.id for update
    ) w
    where s.company_id = p_company and s.id = w.id;
  return array(select s.id from subject s where s.company_id = p_company and s.id = any (p_ids));
end
$$;
--> statement-breakpoint
revoke execute on function keyring.extend_kept_subjects(int4, uuid[], date) from public;
--> statement-breakpoint
grant execute on function keyring.extend_kept_subjects(int4, uuid[], date) to gallra_web;
