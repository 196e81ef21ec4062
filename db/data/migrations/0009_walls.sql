-- Row-level security, forced, on every table with a company_id; then what each role may do, which is little.
do $$
declare
  t record;
begin
  for t in
    select c.oid::regclass as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'data'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname = 'company_id' and not a.attisdropped
  loop
    execute format('alter table %s enable row level security', t.name);
    execute format('alter table %s force row level security', t.name);
    execute format('create policy wall on %s using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', t.name);
  end loop;
end $$;
--> statement-breakpoint
revoke all on all functions in schema data from public;
alter default privileges revoke execute on functions from public;
grant usage on schema data to gallra_web, gallra_ingest, gallra_keeper, gallra_report, gallra_collect;
--> statement-breakpoint
-- What has to see all companies at once holds no personal data: which sources to collect, and counts by rule.
create policy collect_all on data.source for select to gallra_collect using (true);
create policy keep_all on data.stored_count to gallra_keeper using (true);
create policy keep_all on data.call_day_end to gallra_keeper using (true);
create policy keep_all on data.purge_log to gallra_keeper using (true) with check (true);
create policy keep_all on data.retention_rule for select to gallra_keeper using (true);
--> statement-breakpoint
grant select, insert, update on data.source to gallra_web;
grant select on data.source_lease, data.checkpoint, data.transfer_session, data.purge_log, data.stored_count to gallra_web;
grant select, insert, update, delete on data.retention_rule, data.selection, data.export_job to gallra_web;
grant select, insert, update on data.erasure to gallra_web;
grant select, insert on data.certificate to gallra_web;
grant delete on data.source_lease, data.checkpoint to gallra_web;
grant select on data.inbox_public_key to gallra_web;
--> statement-breakpoint
grant select on data.source, data.retention_rule, data.checkpoint to gallra_ingest;
grant select on data.inbox_public_key to gallra_ingest;
--> statement-breakpoint
grant select on data.source, data.inbox_public_key to gallra_collect;
grant update (state, state_reason, state_since, last_seen_at) on data.source to gallra_collect;
grant select, insert, update on data.source_lease, data.transfer_session to gallra_collect;
grant select, insert on data.checkpoint to gallra_collect;
--> statement-breakpoint
grant select, delete on data.stored_count, data.call_day_end to gallra_keeper;
grant select, insert, delete on data.purge_log to gallra_keeper;
grant select on data.retention_rule to gallra_keeper;
grant select, insert, delete on data.inbox_public_key to gallra_keeper;
--> statement-breakpoint
grant select on data.call_record, data.stored_count, data.transfer_session to gallra_report;
--> statement-breakpoint
grant execute on function data.read_epoch(int) to gallra_web, gallra_ingest, gallra_keeper;
grant execute on function data.hold_fence(int, int8) to gallra_web, gallra_ingest, gallra_keeper;
grant execute on function data.raise_fence(int) to gallra_web, gallra_keeper;
grant execute on function data.ensure_days(date[]), data.ensure_day(date), data.ensure_months(date[]), data.ensure_month(date),
  data.id_floor(timestamptz), data.party_leaves() to gallra_ingest, gallra_keeper, gallra_web;
grant execute on function data.list_companies(int, int, text) to gallra_web, gallra_ingest, gallra_keeper, gallra_report, gallra_collect;
--> statement-breakpoint
grant execute on function
  data.close_batch(int, int, uuid, int8, int8, int8, jsonb, boolean, date[], int2[], int2[], int8[], date[], date[], uuid, int8[], text, text, jsonb),
  data.known_records(int, uuid[], date[], uuid),
  data.other_parties(int, int[], date[], int[], uuid[], uuid[], int2[], int2[]) to gallra_ingest;
--> statement-breakpoint
grant execute on function data.drop_leaf(text), data.delete_due(int, date, int), data.delete_slice(int, date, int),
  data.forget_sessions(timestamptz) to gallra_keeper;
--> statement-breakpoint
grant execute on function
  data.append_audit(int, timestamptz, uuid, text, text, uuid, text, jsonb, text) to gallra_web, gallra_keeper, gallra_collect;
grant execute on function
  data.list_audit(int, int8, int, text),
  data.search_parties(int, date[], uuid[], uuid, int),
  data.search_parties_where(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.count_parties(int, date[], uuid[], uuid, uuid, int, int[], int2[], int2[], int2[], int[]),
  data.parties_of_records(int, uuid[], date[]),
  data.raw_segments(int, uuid[], date[]),
  data.raw_segments_of_day(int, date, uuid, int),
  data.undefined_lines_of_day(int, date, int, uuid, int),
  data.records_of_segments(int, uuid[], uuid, uuid),
  data.erase_parties(int, date[], uuid[], int),
  data.erase_party_rows(int, date[], uuid[], uuid[]),
  data.mark_erased(int, uuid[], int[]),
  data.rewrite_raw_segment(int, date, uuid, bytea, int2, uuid[]),
  data.move_raw_segment(int, date, uuid, date, int, bytea),
  data.delete_undefined_lines(int, date[], uuid[]),
  data.move_undefined_line(int, date, uuid, date, int, bytea),
  data.parties_of_slice(int, date, int, uuid, uuid, int),
  data.replace_parties(int, date[], uuid[], uuid[], date[], int[], uuid[]),
  data.delete_slice(int, date, int),
  data.freeze_selection(int, uuid, date[], uuid[], uuid, uuid, uuid[], int[], int2[], int2[], int2[], int[]),
  data.read_selection(int, uuid, uuid, int),
  data.drop_selection(int, uuid) to gallra_web;
--> statement-breakpoint
grant execute on function
  data.add_reseller(text), data.list_resellers(), data.open_company(int),
  data.add_company(int, text, text, text, text, text, text, int2, text, text),
  data.change_company(int, text, text, text, text, text, int2, text, text),
  data.close_company(int, timestamptz),
  data.add_account(uuid, int, int, text, text, text, text, text, boolean),
  data.account_to_sign_in(text), data.list_accounts(int, int, uuid), data.set_password(uuid, text, boolean),
  data.change_account(uuid, text, text, text, timestamptz),
  data.start_session(bytea, uuid, uuid, int, text, timestamptz, timestamptz),
  data.read_session(bytea, timestamptz), data.touch_session(bytea, timestamptz, timestamptz),
  data.set_session_company(bytea, int), data.revoke_sessions(bytea, uuid, timestamptz) to gallra_web;
