-- Slices of a case: what they hold is reached by no rule while the case lasts. Their variant is the negative of their own id,
-- which a slice keeps when its end moves; released, it is a slice like any that was moved. `person_mark` says whose data is
-- restricted (carried from generation to generation as it is: its hash is made with the watermark key).
create table keyring.person_mark (
  company_id int4 not null,
  class int2 not null,
  case_id uuid not null,
  hash uuid not null,
  subject_ids uuid[] not null,
  primary key (company_id, case_id)
);
comment on table keyring.person_mark is 'whose data is restricted, by case';
comment on column keyring.person_mark.company_id is 'none: company';
comment on column keyring.person_mark.class is 'none: data class';
comment on column keyring.person_mark.case_id is 'none: case, as the data cluster names it';
comment on column keyring.person_mark.hash is 'personal: HMAC of the canonical form under the watermark key';
comment on column keyring.person_mark.subject_ids is 'pseudonym: the subjects it stands for, noted when they come';
alter table keyring.person_mark enable row level security;
alter table keyring.person_mark force row level security;
create policy own_company on keyring.person_mark using (company_id = nullif(current_setting('app.company_id', true), '')::int);
select keyring.keep_from_statistics('person_mark', 'person_mark');
revoke all on keyring.person_mark from public;
--> statement-breakpoint
create function keyring.add_case_slices(
  p_company int4, p_generation int4, p_ids int4[], p_products int2[], p_classes int2[], p_call_days date[],
  p_expires_on date[], p_destroy_at timestamptz[], p_wrapped text[]
) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  perform share_company(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    return false;
  end if;
  insert into slice (company_id, id, product, class, call_day, expires_on, variant, destroy_at, wrapped)
    select p_company, w.id, w.product, w.class, w.call_day, w.expires_on, -w.id, w.destroy_at, decode(w.wrapped, 'hex')
    from unnest(p_ids, p_products, p_classes, p_call_days, p_expires_on, p_destroy_at, p_wrapped)
      as w (id, product, class, call_day, expires_on, destroy_at, wrapped);
  update company_state set slices_version = slices_version + 1 where company_id = p_company;
  return true;
end
$$;
--> statement-breakpoint
create or replace function keyring.move_slice(
  p_company int4, p_generation int4, p_id int4, p_expires_on date, p_destroy_at timestamptz, p_wrapped text
) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  update slice s set expires_on = p_expires_on, destroy_at = p_destroy_at, wrapped = decode(p_wrapped, 'hex'),
      variant = case when s.variant < 0 then s.variant else p_id end
    where s.company_id = p_company and s.id = p_id and s.wrapped is not null
      and exists (select from company_state c where c.company_id = p_company and c.generation = p_generation);
  if not found then
    return false;
  end if;
  update company_state set slices_version = slices_version + 1 where company_id = p_company;
  perform note_residue(p_company, 'slice');
  return true;
end
$$;
--> statement-breakpoint
-- From here on the rules reach them again, as if they had just been changed.
create function keyring.release_case_slices(p_company int4, p_ids int4[]) returns int4
language plpgsql security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  released int4;
begin
  perform enter(p_company);
  perform own_company(p_company);
  update slice s set variant = s.id where s.company_id = p_company and s.id = any (p_ids) and s.variant < 0;
  get diagnostics released = row_count;
  if released > 0 then
    update company_state set slices_version = slices_version + 1 where company_id = p_company;
  end if;
  return released;
end
$$;
--> statement-breakpoint
-- Subjects of held rows live at least as long as these. Answers which of them there are: one that is being erased is none.
create function keyring.extend_subjects(p_company int4, p_ids uuid[], p_until date) returns uuid[]
language plpgsql security definer set search_path = keyring, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
begin
  perform enter(p_company);
  perform share_company(p_company);
  update subject s set live_until = p_until
    from (
      select x.id from subject x
      where x.company_id = p_company and x.id = any (p_ids) and x.suspended_until is null and x.live_until < p_until
      order by x.id for update
    ) w
    where s.company_id = p_company and s.id = w.id;
  return array(select s.id from subject s where s.company_id = p_company and s.id = any (p_ids) and s.suspended_until is null);
end
$$;
--> statement-breakpoint
-- Of one subject whose row was given to another: the end of the last row that points at it still.
create function keyring.end_subject(p_company int4, p_id uuid, p_until date) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  update subject s set live_until = p_until where s.company_id = p_company and s.id = p_id and s.suspended_until is null;
  return found;
end
$$;
--> statement-breakpoint
-- The version rises, so that who takes identifiers in asks anew before the next one is stored.
create function keyring.add_person_mark(p_company int4, p_case uuid, p_class int2, p_hash uuid, p_subjects uuid[]) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  insert into person_mark (company_id, class, case_id, hash, subject_ids) values (p_company, p_class, p_case, p_hash, p_subjects)
    on conflict do nothing;
  if not found then
    return false;
  end if;
  update company_state set marks_version = marks_version + 1 where company_id = p_company;
  return true;
end
$$;
--> statement-breakpoint
create function keyring.person_marks(p_company int4) returns table (case_id uuid, class int2, hash uuid, subject_ids uuid[])
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return query select m.case_id, m.class, m.hash, m.subject_ids from person_mark m where m.company_id = p_company order by m.case_id;
end
$$;
--> statement-breakpoint
create function keyring.note_marked(p_company int4, p_case uuid, p_subjects uuid[]) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  update person_mark m set subject_ids = array(select unnest(m.subject_ids) union select unnest(p_subjects))
    where m.company_id = p_company and m.case_id = p_case;
  return found;
end
$$;
--> statement-breakpoint
create function keyring.move_marked(p_company int4, p_old uuid, p_new uuid) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  update person_mark m set subject_ids = array_append(m.subject_ids, p_new)
    where m.company_id = p_company and p_old = any (m.subject_ids) and not p_new = any (m.subject_ids);
  return found;
end
$$;
--> statement-breakpoint
create function keyring.drop_person_mark(p_company int4, p_case uuid) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  perform own_company(p_company);
  delete from person_mark m where m.company_id = p_company and m.case_id = p_case;
  if not found then
    return false;
  end if;
  update company_state set marks_version = marks_version + 1 where company_id = p_company;
  perform note_residue(p_company, 'person_mark');
  return true;
end
$$;
--> statement-breakpoint
-- Identifiers of one class in the order of their random ids, for a search by a pattern: a page at a time, opened by the caller.
create function keyring.subjects_page(p_company int4, p_generation int4, p_class int2, p_now timestamptz, p_from date, p_after uuid, p_limit int4)
returns table (id uuid, sealed bytea)
language plpgsql stable security definer set search_path = keyring, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  today date := (p_now at time zone 'UTC' - interval '12 hours')::date;
begin
  perform enter(p_company);
  if not exists (
    select from company_state s where s.company_id = p_company and s.generation = p_generation and s.destroyed_at is null
  ) then
    raise exception 'the keys of this company have changed' using errcode = 'GK001';
  end if;
  return query
    select s.id, s.sealed from subject s
    where s.company_id = p_company and s.id > p_after and s.class = p_class and s.live_until > today and s.live_until > p_from
      and s.suspended_until is null
    order by s.id limit least(p_limit, 20000);
end
$$;
--> statement-breakpoint
create function keyring.count_subjects(p_company int4, p_class int2) returns int8
language plpgsql stable security definer set search_path = keyring, pg_temp as $$
begin
  perform enter(p_company);
  return (select count(*) from subject s where s.company_id = p_company and s.class = p_class);
end
$$;
--> statement-breakpoint
create or replace function keyring.destroy_company(p_company int4, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = keyring, pg_temp as $$
declare
  name text;
begin
  perform enter(p_company);
  perform own_company(p_company);
  update company_state set destroyed_at = p_at, slices_version = slices_version + 1, marks_version = marks_version + 1
    where company_id = p_company and destroyed_at is null;
  if not found then
    return false;
  end if;
  execute format('drop table if exists keyring.%I', 'subject_' || p_company);
  execute format('drop table if exists keyring.%I', 'slice_' || p_company);
  foreach name in array array['company_key', 'watermark', 'intent', 'endpoint', 'box_key', 'person_mark'] loop
    execute format('delete from keyring.%I where company_id = $1', name) using p_company;
    perform note_residue(p_company, name);
  end loop;
  delete from residue r where r.company_id = p_company and r.relation in ('subject', 'slice');
  return true;
end
$$;
--> statement-breakpoint
revoke execute on function
  keyring.add_case_slices(int4, int4, int4[], int2[], int2[], date[], date[], timestamptz[], text[]),
  keyring.release_case_slices(int4, int4[]), keyring.extend_subjects(int4, uuid[], date), keyring.end_subject(int4, uuid, date),
  keyring.add_person_mark(int4, uuid, int2, uuid, uuid[]), keyring.person_marks(int4), keyring.note_marked(int4, uuid, uuid[]),
  keyring.move_marked(int4, uuid, uuid), keyring.drop_person_mark(int4, uuid),
  keyring.subjects_page(int4, int4, int2, timestamptz, date, uuid, int4), keyring.count_subjects(int4, int2) from public;
--> statement-breakpoint
grant execute on function
  keyring.add_case_slices(int4, int4, int4[], int2[], int2[], date[], date[], timestamptz[], text[]),
  keyring.release_case_slices(int4, int4[]), keyring.extend_subjects(int4, uuid[], date), keyring.end_subject(int4, uuid, date),
  keyring.add_person_mark(int4, uuid, int2, uuid, uuid[]), keyring.person_marks(int4), keyring.note_marked(int4, uuid, uuid[]),
  keyring.move_marked(int4, uuid, uuid), keyring.drop_person_mark(int4, uuid), keyring.subjects_page(int4, int4, int2, timestamptz, date, uuid, int4),
  keyring.count_subjects(int4, int2), keyring.resolve_subjects, keyring.known_subjects
  to gallra_web;
grant execute on function keyring.person_marks(int4), keyring.note_marked(int4, uuid, uuid[]) to gallra_ingest;
grant execute on function keyring.release_case_slices(int4, int4[]), keyring.person_marks(int4) to gallra_keeper;
