-- Whether calls of the company wait to be carried into slices of a case: what a changed rule destroys goes only when none does. A
-- case is opened behind the same fence, so that the answer holds for the rest of the transaction that raised it.
create function data.calls_wait(p_company int) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (
    select from data.privacy_case c
    where c.company_id = p_company and c.keeps and c.state = 'making'
      and exists (select from data.case_call k where k.company_id = p_company and k.case_id = c.id and k.state = 0));
end $$;
--> statement-breakpoint
-- As before, but what a renewed case keeps stays although its rows still stand on the former day.
create or replace function data.delete_due(p_company int, p_before date, p_limit int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8 := 0;
  more int8;
  renewed int[];
begin
  if p_before > current_date + 1 then raise exception 'that day is not over' using errcode = '55000'; end if;
  renewed := array(
    select s.slice_id from data.case_slice s
    join data.privacy_case c on c.company_id = p_company and c.id = s.case_id and c.state = 'changing'
    where s.company_id = p_company);
  with due as (select p.expires_on, p.pseudonym, p.record_id from data.party p
      where p.company_id = p_company and p.expires_on <= p_before and p.slice_id <> all (renewed) limit p_limit)
  delete from data.party p using due d
    where p.company_id = p_company and p.expires_on = d.expires_on and p.pseudonym = d.pseudonym and p.record_id = d.record_id;
  get diagnostics more = row_count; gone := gone + more;
  delete from data.raw_segment r where r.company_id = p_company and r.expires_on <= p_before and r.slice_id <> all (renewed);
  get diagnostics more = row_count; gone := gone + more;
  delete from data.undefined_line u where u.company_id = p_company and u.expires_on <= p_before;
  get diagnostics more = row_count; gone := gone + more;
  return gone;
end $$;
--> statement-breakpoint
revoke execute on function data.calls_wait(int) from public;
--> statement-breakpoint
grant execute on function data.calls_wait(int) to gallra_web, gallra_keeper;
