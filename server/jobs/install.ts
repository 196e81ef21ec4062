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
  insert into pgboss.job (id, name, data, start_after, singleton_key, group_id, expire_seconds, deletion_seconds, keep_until,
      retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
    select gen_random_uuid(), q.name, p_data::jsonb, greatest(now(), p_start_after::timestamptz), p_key, p_data::jsonb->>'companyId', q.expire_seconds,
      q.deletion_seconds, greatest(now(), p_start_after::timestamptz) + q.retention_seconds * interval '1 second',
      q.retry_limit, q.retry_delay, coalesce(q.retry_backoff, false), q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
    from pgboss.queue q where q.name = p_name
    on conflict do nothing;
  return found;
end $$`,
    ...figures(),
    // pg-boss leaves its own functions open to everybody.
    `revoke all on all functions in schema pgboss from public`,
    `grant usage on schema pgboss to gallra_web, gallra_keeper`,
    `grant execute on function ${ENQUEUE_SIGNATURE} to gallra_web, gallra_keeper`,
    `grant execute on function pgboss.gallra_job_figures() to gallra_web, gallra_keeper`,
    `grant execute on function pgboss.gallra_jobs_by_hour(timestamptz) to gallra_web`,
    `grant execute on function pgboss.gallra_job_runs(text, text, timestamptz, uuid, int) to gallra_web`,
  ];
}

/** What may be told of the queue: counts, times, ids, and the class of an error; never what a job threw in words. */
function figures(): string[] {
  return [
    "drop function if exists pgboss.gallra_job_figures()",
    `create function pgboss.gallra_job_figures() returns table (name text, waiting int8, active int8, completed int8, failed int8,
    cancelled int8, last_state text, last_started_at timestamptz, last_ended_at timestamptz, last_completed_at timestamptz, oldest_waiting_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select q.name, count(j.id) filter (where j.state in ('created', 'retry')), count(j.id) filter (where j.state = 'active'),
    count(j.id) filter (where j.state = 'completed'), count(j.id) filter (where j.state = 'failed'),
    count(j.id) filter (where j.state = 'cancelled'), l.state::text, l.started_on, l.completed_on,
    max(j.completed_on) filter (where j.state = 'completed'),
    min(greatest(j.created_on, j.start_after)) filter (where j.state in ('created', 'retry'))
  from pgboss.queue q left join pgboss.job j on j.name = q.name
    left join lateral (select e.state, e.started_on, e.completed_on from pgboss.job e
      where e.name = q.name and e.state in ('completed', 'failed', 'cancelled') order by e.completed_on desc nulls last limit 1) l on true
  where q.name in (${JOB_NAMES.map((name) => `'${name}'`).join(", ")})
  group by q.name, l.state, l.started_on, l.completed_on
$$`,
    `create or replace function pgboss.gallra_jobs_by_hour(p_from timestamptz) returns table (hour timestamptz, state text, jobs int8)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select date_trunc('hour', j.completed_on, 'UTC'), j.state::text, count(*)
  from pgboss.job j where j.completed_on >= p_from and j.state in ('completed', 'failed', 'cancelled')
  group by 1, 2 order by 1 limit 1000
$$`,
    "drop function if exists pgboss.gallra_job_runs(text, text, timestamptz, uuid, int)",
    `create function pgboss.gallra_job_runs(p_name text, p_state text, p_before timestamptz, p_id uuid, p_limit int) returns table (id uuid,
    name text, state text, ids jsonb, fault text, code text, retries int, created_at timestamptz, started_at timestamptz, ended_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select j.id, j.name, j.state::text, coalesce(j.data, '{}'::jsonb),
    coalesce(j.output->>'fault', case when j.output->>'message' ~ 'timed out|timeout' then 'timed-out'
      when j.output->>'message' ~ 'heartbeat' then 'worker-gone' end),
    j.output->>'code', j.retry_count, date_trunc('milliseconds', j.created_on), j.started_on, j.completed_on
  from pgboss.job j
  where (p_name is null or j.name = p_name) and (p_state is null or j.state::text = p_state)
    and j.name in (${JOB_NAMES.map((name) => `'${name}'`).join(", ")})
    and (p_before is null or (date_trunc('milliseconds', j.created_on), j.id) < (p_before, p_id))
  order by date_trunc('milliseconds', j.created_on) desc, j.id desc
  limit least(p_limit, 200)
$$`,
  ];
}
