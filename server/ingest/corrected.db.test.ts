import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { asterisk, openIngestFixture } from "./ingest-fixture.ts";

test("a file that is sent again does not undo a correction, and brings the call in anew where nobody corrected it", async (t) => {
  const f = await openIngestFixture(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const line = (number: string, minute: string) => asterisk("10", number, "1001", `2026-06-15 08:${minute}:00`);
  const file = [line("0701740605", "01"), line("0701740606", "02")].join("\n");
  await f.send(source, file);
  await withCompany(f.db.data("owner"), f.companyId, async (tx) => {
    // Both calls get another number; one of them because somebody corrected it.
    await tx`update data.party set pseudonym = gen_random_uuid()`;
    const [first] = await tx`select id from data.call_record order by id limit 1`;
    await tx`insert into data.correction (company_id, id, record_id, what, role, class, reason, corrected_at, corrected_by_name)
      values (${f.companyId}, ${randomUUID()}, ${first?.["id"] as string}, 'identifier', 1, 1, 'swapped', now(), 'Test')`;
  });
  const again = await f.send(source, `${file}\n`);
  assert.deepEqual([again.records, again.duplicates], [1, 1]);
});
