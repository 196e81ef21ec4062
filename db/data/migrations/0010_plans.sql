-- Every one of these goes from few rows to their records by key. Right after a large delivery, before the tables have been
-- analyzed, the planner would rather read whole months: counting 10,000 hits then took 25 s instead of 0.1 s.
do $$
declare
  found record;
begin
  for found in
    select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = 'data'::regnamespace and p.proname in (
      'search_parties_where', 'count_parties', 'freeze_selection', 'read_selection', 'erase_parties', 'erase_party_rows', 'after_erasing')
  loop
    execute format('alter function %s set enable_hashjoin = off', found.signature);
    execute format('alter function %s set enable_mergejoin = off', found.signature);
    execute format('alter function %s set enable_seqscan = off', found.signature);
    execute format('alter function %s set enable_bitmapscan = off', found.signature);
    execute format('alter function %s set enable_material = off', found.signature);
  end loop;
end $$;
