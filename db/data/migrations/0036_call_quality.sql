-- What telephones or gateways measured of the sound of a call: facts of the machine, which live and end with the call's own row.
-- They cost nothing where nothing was measured. `codec` is a code of domain/quality.
alter table data.call_record add column mos_hundredths smallint, add column jitter_ms smallint, add column latency_ms smallint,
  add column loss_permille smallint, add column codec smallint;
--> statement-breakpoint
create function data.call_quality(p_company int, p_record uuid)
returns table (mos_hundredths smallint, jitter_ms smallint, latency_ms smallint, loss_permille smallint, codec smallint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select c.mos_hundredths, c.jitter_ms, c.latency_ms, c.loss_permille, c.codec
    from data.call_record c where c.company_id = p_company and c.id = p_record;
end $$;
--> statement-breakpoint
revoke execute on function data.call_quality(int, uuid) from public;
--> statement-breakpoint
grant execute on function data.call_quality(int, uuid) to gallra_web;
