import { withCompany } from "#db/with-company.ts";
import type { PrivacyFixture } from "../privacy-fixture.ts";

/** Makes `count` more calls out of the newest one that is stored, one a millisecond before it, with the same people. */
export async function multiply(fixture: PrivacyFixture, count: number): Promise<void> {
  const { companyId } = fixture;
  await withCompany(fixture.db.data("owner"), companyId, async (tx) => {
    await tx`create temp table made on commit drop as
      select c.id as from_id, n, (lpad(to_hex((extract(epoch from c.started_at) * 1000)::int8 - n), 12, '0') || '8000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid as id
      from (select * from data.call_record where company_id = ${companyId} order by id desc limit 1) c, generate_series(1, ${count}) n`;
    await tx`insert into data.call_record select (c.started_at - make_interval(secs => m.n / 1000.0)), m.id, c.segment_id, c.company_id, c.source_id, c.call_day,
        m.n % 600, c.parties, c.product, c.kind, c.direction, c.disposition, c.ordinal, c.endpoint_id, c.queue_id, c.trunk_id, c.ring_seconds, c.cost_cents, c.erased, c.late, c.part_of
      from made m join data.call_record c on c.company_id = ${companyId} and c.id = m.from_id`;
    await tx`insert into data.party (company_id, expires_on, slice_id, source_id, pseudonym, record_id, product, role, class)
      select p.company_id, p.expires_on, p.slice_id, p.source_id, p.pseudonym, m.id, p.product, p.role, p.class
      from made m join data.party p on p.company_id = ${companyId} and p.record_id = m.from_id`;
  });
}
