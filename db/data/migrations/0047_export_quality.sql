-- What was measured of the calls on a page of an export: of most of them nothing. As in export_page, the page is read by its ids.
create function data.export_quality(p_company int, p_selection uuid, p_low uuid, p_before uuid)
returns table (id uuid, mos_hundredths smallint, jitter_ms smallint, latency_ms smallint, loss_permille smallint, codec smallint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off as $$
begin
  return query select distinct c.id, c.mos_hundredths, c.jitter_ms, c.latency_ms, c.loss_permille, c.codec
    from data.selection_hit s join data.call_record c on c.company_id = s.company_id and c.id = s.record_id
    where s.company_id = p_company and s.selection_id = p_selection and s.record_id >= p_low and s.record_id < p_before
      and c.company_id = p_company and c.id >= p_low and c.id < p_before
      and num_nonnulls(c.mos_hundredths, c.jitter_ms, c.latency_ms, c.loss_permille, c.codec) > 0;
end $$;
--> statement-breakpoint
revoke execute on function data.export_quality(int, uuid, uuid, uuid) from public;
--> statement-breakpoint
grant execute on function data.export_quality(int, uuid, uuid, uuid) to gallra_web;
