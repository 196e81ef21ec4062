-- As before; and the table is locked before the note of its dead rows, as everybody does who deletes: in the other order two
-- erasures at once, or an erasure and the end of a generation, could wait for each other. Readers wait for half a second at most.
create or replace function keyring.scrub(p_company int4, p_relation text) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp set lock_timeout = '500ms' as $$
declare
  deleted_by xid8;
  target text := p_relation;
begin
  perform enter(p_company);
  select r.since into deleted_by from residue r where r.company_id = p_company and r.relation = p_relation;
  if not found then
    return true;
  end if;
  if p_relation in ('subject', 'slice') then
    target := format('%s_%s', p_relation, p_company);
  end if;
  if p_relation = 'subject' and exists (select from rekey r where r.company_id = p_company) then
    return false;
  end if;
  -- A rewrite keeps what any snapshot may still see: our own begins at the oldest writer, others at what they have read.
  if pg_snapshot_xmin(pg_current_snapshot()) <= deleted_by or exists (
    select from pg_stat_activity a
    where (a.datname = current_database() or a.datname is null) and a.pid <> pg_backend_pid()
      and greatest(age(a.backend_xmin), age(a.backend_xid)) >= age(deleted_by::xid)
  ) then
    return false;
  end if;
  if to_regclass(format('keyring.%I', target)) is not null then
    execute format('lock table keyring.%I in access exclusive mode', target);
  end if;
  -- Who has the note at this moment, or has written it anew, has deleted more: then later.
  perform from residue r where r.company_id = p_company and r.relation = p_relation and r.since = deleted_by for update skip locked;
  if not found then
    return false;
  end if;
  if to_regclass(format('keyring.%I', target)) is not null then
    execute format('cluster keyring.%I using %I', target, target || '_pkey');
  end if;
  delete from residue r where r.company_id = p_company and r.relation = p_relation;
  return true;
end
$$;
