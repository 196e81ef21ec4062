-- The facts of calls by the hour, for pictures: no party, no number. Ids begin with the moment, so that a period is a range.
create function data.traffic(p_company int, p_from timestamptz, p_to timestamptz)
returns table (hour timestamptz, source_id int, product int2, direction int2, answered boolean, calls int8, seconds int8)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_to > p_from + interval '32 days' then raise exception 'at most 32 days' using errcode = '22023'; end if;
  return query
    select date_trunc('hour', c.started_at, 'UTC'), c.source_id, c.product, c.direction, c.disposition = 1, count(*),
      coalesce(sum(c.duration_seconds), 0)::int8
    from data.call_record c
    where c.company_id = p_company and c.id >= data.id_floor(p_from) and c.id < data.id_floor(p_to)
    group by 1, 2, 3, 4, 5
    order by 1
    limit 50000;
end $$;
--> statement-breakpoint
revoke all on function data.traffic(int, timestamptz, timestamptz) from public;
grant execute on function data.traffic(int, timestamptz, timestamptz) to gallra_web, gallra_report;
