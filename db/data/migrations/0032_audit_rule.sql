-- How many of the oldest rows of an audit are older than a moment, of p_limit at most: what a changed rule is previewed by, and
-- what the purge goes by.
create function data.audit_past(p_company int, p_before timestamptz, p_limit int) returns int8
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with oldest as (
    select a.seq, a.at from data.audit a where a.company_id = p_company order by a.seq limit least(p_limit, 1000000)),
  kept as (select min(o.seq) as seq from oldest o where o.at >= p_before)
  select count(*) from oldest o, kept k where k.seq is null or o.seq < k.seq
$$;
--> statement-breakpoint
-- The last of those rows.
create or replace function data.audit_due(p_company int, p_before timestamptz, p_limit int)
returns table (seq int8, hash text, at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  past int8 := data.audit_past(p_company, p_before, least(p_limit, 50000));
begin
  if past = 0 then return; end if;
  return query
    select a.seq, encode(a.hash, 'hex'), a.at from data.audit a
    where a.company_id = p_company order by a.seq offset past - 1 limit 1;
end $$;
--> statement-breakpoint
revoke execute on function data.audit_past(int, timestamptz, int) from public;
--> statement-breakpoint
grant execute on function data.audit_past(int, timestamptz, int) to gallra_web, gallra_keeper;
