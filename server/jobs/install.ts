import { ENQUEUE_SIGNATURE } from "./enqueue.ts";
import { JOB_NAMES } from "./catalogue.ts";

/**
 * The one right other roles have on the queue: to add a job from the catalogue with a payload of ids. Run by the worker as
 * gallra_jobs, the owner of the schema, after pg-boss has made its tables.
 */
export function enqueueFunction(): readonly string[] {
  const names = JOB_NAMES.map((name) => `'${name}'`).join(", ");
  return [
    `create or replace function pgboss.gallra_enqueue(p_name text, p_data text, p_key text, p_start_after text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  field record;
begin
  if p_name not in (${names}) then
    raise exception 'no such job' using errcode = '22023';
  end if;
  for field in select value from jsonb_each_text(p_data::jsonb) loop
    if field.value !~ '^([0-9]{1,10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' then
      raise exception 'a job holds ids only' using errcode = '22023';
    end if;
  end loop;
  insert into pgboss.job (id, name, data, start_after, singleton_key, expire_seconds, deletion_seconds, keep_until,
      retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
    select gen_random_uuid(), q.name, p_data::jsonb, greatest(now(), p_start_after::timestamptz), p_key, q.expire_seconds,
      q.deletion_seconds, greatest(now(), p_start_after::timestamptz) + q.retention_seconds * interval '1 second',
      q.retry_limit, q.retry_delay, coalesce(q.retry_backoff, false), q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
    from pgboss.queue q where q.name = p_name
    on conflict do nothing;
  return found;
end $$`,
    // pg-boss leaves its own functions open to everybody.
    `revoke all on all functions in schema pgboss from public`,
    `grant usage on schema pgboss to gallra_web, gallra_keeper`,
    `grant execute on function ${ENQUEUE_SIGNATURE} to gallra_web, gallra_keeper`,
  ];
}
