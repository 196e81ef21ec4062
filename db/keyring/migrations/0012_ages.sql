-- How old the keyring's rows are, measured on them: keys that live, also those that should be gone, and what else stands here.
create function keyring.key_ages(p_company int4)
returns table (id int4, product int2, class int2, call_day date, expires_on date, destroy_at timestamptz, of_case boolean)
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return query
    select s.id, s.product, s.class, s.call_day, s.expires_on, s.destroy_at, s.variant < 0 from slice s
    where s.company_id = p_company and s.wrapped is not null
    order by s.call_day, s.id limit 20000;
end
$$;
--> statement-breakpoint
-- `oldest` where a row knows when it was written; `overdue` what is past its own end by more than a day.
create function keyring.store_ages(p_company int4, p_now timestamptz)
returns table (store text, class int2, held int8, oldest timestamptz, overdue int8)
language plpgsql stable security definer set search_path = keyring, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform enter(p_company);
  return query
    select a.store, a.class::int2, a.held, a.oldest, a.overdue::int8 from (
      select 'subjects' as store, s.class, count(*) as held, null::timestamptz as oldest,
        count(*) filter (where s.live_until < (p_now - interval '2 days')::date) as overdue
        from subject s where s.company_id = p_company group by s.class
      union all
      select 'endpoints', 0, count(*), null, 0 from endpoint e where e.company_id = p_company
      union all
      select 'watermarks', w.class, count(*), min(w.before), count(*) filter (where w.until < (p_now - interval '2 days')::date)
        from watermark w where w.company_id = p_company group by w.class
      union all
      select 'intents', 0, count(*), min(i.opened_at), count(*) filter (where i.opened_at < p_now - interval '61 days')
        from intent i where i.company_id = p_company
      union all
      select 'keys', 0, count(*), null, count(*) filter (where s.destroy_at < p_now - interval '1 day')
        from slice s where s.company_id = p_company and s.wrapped is not null
      union all
      select 'boxes', 0, count(*), null, count(*) filter (where b.until < p_now - interval '1 day')
        from box_key b where b.company_id = p_company) a
    where a.held > 0;
end
$$;
--> statement-breakpoint
revoke execute on function keyring.key_ages(int4), keyring.store_ages(int4, timestamptz) from public;
--> statement-breakpoint
grant execute on function keyring.key_ages(int4), keyring.store_ages(int4, timestamptz) to gallra_web;
