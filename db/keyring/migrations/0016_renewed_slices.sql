-- Slices of a case that is renewed: their keys live until the new end from the answer on, and their rows follow with a job. Only
-- later, and only what a case keeps: a rule's end is moved by the keeper alone. Null when another generation has begun.
create function keyring.prolong_case_slices(p_company int4, p_generation int4, p_ids int4[], p_destroy_at timestamptz, p_wrapped text[])
returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  prolonged int4;
begin
  perform enter(p_company);
  perform own_company(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    return null;
  end if;
  update slice s set destroy_at = p_destroy_at, wrapped = decode(w.wrapped, 'hex')
    from unnest(p_ids, p_wrapped) as w (id, wrapped)
    where s.company_id = p_company and s.id = w.id and s.variant < 0 and s.wrapped is not null and s.destroy_at < p_destroy_at;
  get diagnostics prolonged = row_count;
  if prolonged > 0 then
    update company_state set slices_version = slices_version + 1 where company_id = p_company;
    perform note_residue(p_company, 'slice');
  end if;
  return prolonged;
end
$$;
--> statement-breakpoint
revoke execute on function keyring.prolong_case_slices(int4, int4, int4[], timestamptz, text[]) from public;
--> statement-breakpoint
grant execute on function keyring.prolong_case_slices(int4, int4, int4[], timestamptz, text[]) to gallra_web;
