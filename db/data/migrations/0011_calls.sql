-- The facts of calls end too. Their partitions go by the moment of the call; a telephone system with a clock in the future
-- writes there what counts from an earlier day, so that both ends are looked through.
create function data.delete_calls(p_company int, p_product int2, p_before date, p_limit int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  if p_before > current_date then raise exception 'that day is not over' using errcode = '55000'; end if;
  with due as (
    select c.id from data.call_record c
    where c.company_id = p_company and c.product = p_product and c.call_day < p_before
      and (c.id < data.id_floor((p_before + 2)::timestamp at time zone 'UTC') or c.id >= data.id_floor(now() + interval '2 days'))
    limit p_limit)
  delete from data.call_record c using due d where c.company_id = p_company and c.id = d.id;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
revoke all on function data.delete_calls(int, int2, date, int) from public;
grant execute on function data.delete_calls(int, int2, date, int) to gallra_keeper;
