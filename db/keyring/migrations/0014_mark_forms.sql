-- A restricted person is known by the other forms of their number too: the same digits in another notation, or the other century.
-- Each is a hash like the first one; who asks for the marks gets them all.
alter table keyring.person_mark add column forms uuid[] not null default '{}';
comment on column keyring.person_mark.forms is 'personal: HMAC of each other notation of the same digits under the watermark key';
select keyring.keep_from_statistics('person_mark', 'person_mark');
--> statement-breakpoint
drop function keyring.add_person_mark(int4, uuid, int2, uuid, uuid[]);
drop function keyring.person_marks(int4);
--> statement-breakpoint
-- The version rises, so that who takes identifiers in asks anew before the next one is stored.
create function keyring.add_person_mark(p_company int4, p_case uuid, p_class int2, p_hash uuid, p_forms uuid[]) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  insert into person_mark (company_id, class, case_id, hash, subject_ids, forms) values (p_company, p_class, p_case, p_hash, '{}', p_forms)
    on conflict do nothing;
  if not found then
    return false;
  end if;
  update company_state set marks_version = marks_version + 1 where company_id = p_company;
  return true;
end
$$;
--> statement-breakpoint
create function keyring.person_marks(p_company int4) returns table (case_id uuid, class int2, hash uuid, subject_ids uuid[], forms uuid[])
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select m.case_id, m.class, m.hash, m.subject_ids, m.forms from person_mark m where m.company_id = p_company order by m.case_id;
end
$$;
--> statement-breakpoint
revoke execute on function keyring.add_person_mark(int4, uuid, int2, uuid, uuid[]), keyring.person_marks(int4) from public;
--> statement-breakpoint
grant execute on function keyring.add_person_mark(int4, uuid, int2, uuid, uuid[]), keyring.person_marks(int4) to gallra_web;
grant execute on function keyring.person_marks(int4) to gallra_ingest, gallra_keeper;
