-- A test of a source that runs, or is to run, at an edge: that edge fetches the question with its next call, and nobody else is given it.
alter table data.source_probe add column edge_id uuid, add column source_id int;
grant insert (edge_id, source_id), select (edge_id, source_id) on data.source_probe to gallra_web;
-- Collectors at home neither take these nor answer them; they tidy up what is over.
drop policy collect_all on data.source_probe;
create policy collect_all on data.source_probe for select to gallra_collect using (edge_id is null or expires_at < clock_timestamp());
drop policy collect_answers on data.source_probe;
create policy collect_answers on data.source_probe for update to gallra_collect using (edge_id is null);
--> statement-breakpoint
-- For the door of the edges: what this edge is asked, once.
create function data.take_edge_probes(p_company int, p_edge uuid, p_most int) returns table (id uuid, source_id int, question text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update data.source_probe p set taken_at = clock_timestamp(), holder = 'edge'
    where p.company_id = p_company and p.edge_id = p_edge and p.id in (
      select w.id from data.source_probe w where w.company_id = p_company and w.edge_id = p_edge and w.taken_at is null
        and w.expires_at >= clock_timestamp() order by w.asked_at limit least(p_most, 4) for update of w skip locked)
    returning p.id, p.source_id, p.question
$$;
--> statement-breakpoint
revoke execute on function data.take_edge_probes(int, uuid, int) from public;
grant execute on function data.take_edge_probes(int, uuid, int) to gallra_web;
--> statement-breakpoint
-- Its answer, once, and only of the edge that was asked. False where the question was taken back or is over.
create function data.answer_edge_probe(p_company int, p_edge uuid, p_id uuid, p_answer text) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with heard as (
    update data.source_probe p set answer = p_answer, answered_at = clock_timestamp()
      where p.company_id = p_company and p.edge_id = p_edge and p.id = p_id and p.taken_at is not null and p.answered_at is null
        and p.expires_at >= clock_timestamp()
      returning p.id)
  select exists (select 1 from heard)
$$;
--> statement-breakpoint
revoke execute on function data.answer_edge_probe(int, uuid, uuid, text) from public;
grant execute on function data.answer_edge_probe(int, uuid, uuid, text) to gallra_web;
--> statement-breakpoint
-- By which an edge recognises what was read of a source before it came there, and the collectors at home what it has read there. Made by
-- a collector at home for this one source, and sealed to the edge.
create table data.source_fingerprint (
  company_id int not null,
  source_id int not null,
  edge_id uuid not null,
  sealed text not null check (length(sealed) <= 2048),
  primary key (company_id, source_id, edge_id)
);
alter table data.source_fingerprint enable row level security;
alter table data.source_fingerprint force row level security;
create policy wall on data.source_fingerprint using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
-- Which sources wait for theirs is asked for all companies at once; of what is sealed the collectors read nothing.
create policy collect_all on data.source_fingerprint for select to gallra_collect using (true);
create policy collect_all on data.edge for select to gallra_collect using (true);
grant select, delete on data.source_fingerprint to gallra_web;
grant select (company_id, source_id, edge_id), insert on data.source_fingerprint to gallra_collect;
grant select (company_id, id, seal_key, enrolled_at, revoked_at) on data.edge to gallra_collect;
