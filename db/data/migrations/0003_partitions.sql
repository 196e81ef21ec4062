-- Partitions are made by LIKE + ATTACH, which waits for no search and which no search waits for.
create function data.id_floor(at timestamptz) returns uuid
language sql immutable parallel safe
return (lpad(to_hex((extract(epoch from at) * 1000)::int8), 12, '0') || repeat('0', 20))::uuid;
--> statement-breakpoint
-- The day of a call by UTC, from its id.
create function data.id_day(id uuid) returns date
language sql immutable parallel safe
return (to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::int8 / 1000) at time zone 'UTC')::date;
--> statement-breakpoint
create function data.attach_leaf(parent text, leaf text, bounds text, fillfactor int default 100) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create table data.%I (like data.%I including defaults including constraints including storage) with (fillfactor = %s)', leaf, parent, fillfactor);
  execute format('alter table data.%I attach partition data.%I for values %s', parent, leaf, bounds);
  execute format('grant insert on data.%I to gallra_ingest', leaf);
end $$;
--> statement-breakpoint
-- Daily up to 400 days ahead, monthly beyond. A month that was made whole stays whole when its days come nearer.
create function data.leaf_of(day date) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  monthly text := 'm' || to_char(day, 'YYYYMM');
begin
  if date_trunc('month', day)::date > current_date + 400 or to_regclass('data.party_' || monthly) is not null then
    return monthly;
  end if;
  return to_char(day, 'YYYYMMDD');
end $$;
--> statement-breakpoint
-- Answers the leaf of each day, so that who copies knows its name.
create function data.ensure_days(days date[]) returns table (day date, leaf text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  bounds text;
begin
  if cardinality(days) > 2000 then raise exception 'too many days at once' using errcode = '54000'; end if;
  perform pg_advisory_xact_lock(8043, 1);
  for day in select distinct d from unnest(days) d order by d loop
    leaf := data.leaf_of(day);
    if to_regclass('data.party_' || leaf) is null then
      if leaf like 'm%' then
        bounds := format('from (%L) to (%L)', date_trunc('month', day)::date, (date_trunc('month', day) + interval '1 month')::date);
      else
        bounds := format('from (%L) to (%L)', day, day + 1);
      end if;
      perform data.attach_leaf('raw_segment', 'raw_segment_' || leaf, bounds);
      perform data.attach_leaf('undefined_line', 'undefined_line_' || leaf, bounds);
      perform data.attach_leaf('party', 'party_' || leaf, bounds);
    end if;
    return next;
  end loop;
end $$;
--> statement-breakpoint
create function data.ensure_day(p_day date) returns text
language sql security definer set search_path = pg_catalog, pg_temp
begin atomic
  select e.leaf from data.ensure_days(array[p_day]) e;
end;
--> statement-breakpoint
-- Months of call_record by UTC. Calls before 2000 and after 2099 share a partition each: a PBX with a wild clock makes no tables.
create function data.ensure_months(months date[]) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  first date;
  leaf text;
  made int := 0;
begin
  if cardinality(months) > 2000 then raise exception 'too many months at once' using errcode = '54000'; end if;
  perform pg_advisory_xact_lock(8043, 2);
  foreach first in array array(select distinct date_trunc('month', d)::date from unnest(months) d order by 1) loop
    continue when first < date '2000-01-01' or first >= date '2100-01-01';
    leaf := 'call_record_' || to_char(first, 'YYYYMM');
    continue when to_regclass('data.' || leaf) is not null;
    perform data.attach_leaf('call_record', leaf, format('from (%L) to (%L)',
      data.id_floor(first::timestamp at time zone 'UTC'), data.id_floor((first + interval '1 month') at time zone 'UTC')));
    made := made + 1;
  end loop;
  return made;
end $$;
--> statement-breakpoint
create function data.ensure_month(month date) returns int
language sql security definer set search_path = pg_catalog, pg_temp
return data.ensure_months(array[month]);
--> statement-breakpoint
create table data.call_record_before partition of data.call_record for values from (minvalue) to ('00dc6acf-ac00-0000-0000-000000000000');
create table data.call_record_after partition of data.call_record for values from ('03bb2cc3-d800-0000-0000-000000000000') to (maxvalue);
grant insert on data.call_record_before, data.call_record_after to gallra_ingest;
--> statement-breakpoint
-- The days and months that partitions exist for; a day is past everywhere on earth at noon UTC.
create function data.party_leaves() returns table (leaf text, first_day date, end_day date, past_everywhere boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select l.leaf, l.first_day, l.end_day, now() >= ((l.end_day - 1) + time '12:00') at time zone 'UTC'
  from (
    select substr(c.relname, 7) as leaf,
      case when c.relname like 'party\_m%' then to_date(substr(c.relname, 8), 'YYYYMM') else to_date(substr(c.relname, 7), 'YYYYMMDD') end as first_day,
      case when c.relname like 'party\_m%' then (to_date(substr(c.relname, 8), 'YYYYMM') + interval '1 month')::date
        else to_date(substr(c.relname, 7), 'YYYYMMDD') + 1 end as end_day
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'data.party'::regclass
  ) l
  order by l.first_day;
end;
--> statement-breakpoint
-- Drops what expired on a day, or all of a month. It refuses a day that is not over everywhere: a stolen keeper destroys nothing early.
create function data.drop_leaf(wanted text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  past boolean;
begin
  select l.past_everywhere into past from data.party_leaves() l where l.leaf = wanted;
  if past is null then return false; end if;
  if not past then raise exception 'the day is not over everywhere' using errcode = '55000'; end if;
  execute format('drop table data.%I, data.%I, data.%I', 'party_' || wanted, 'raw_segment_' || wanted, 'undefined_line_' || wanted);
  return true;
end $$;
