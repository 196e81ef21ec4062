import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { addHold } from "./cases/add-case.ts";
import { noteObjection } from "./cases/restrict-person.ts";
import { askFor } from "./erase-fixture.ts";
import { findWaiting } from "./find-waiting.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { requestErasure } from "./request-erasure.ts";

const NUMBER = "+46701740605";
const OTHER = "+46701740611";
const phone = (text: string) => ({ role: "calling", class: "phone", text }) as const;

test("a company has so many erasures and cases open and no more, so that nobody makes work without end", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), parties: [phone(NUMBER)] },
    { at: new Date("2026-06-11T08:00:00Z"), parties: [phone(OTHER)] },
  ]);
  const ctx = { ...fixture.as("company-administrator"), bounds: { erasuresOfCompany: 1, casesOfCompany: 1 } };
  const ask = async (text: string) => {
    const { selectionId } = await freezeSelection(ctx, { text });
    return await requestErasure(ctx, { selectionId, reason: "Art. 17(1)(b)", typedCount: 1, graceMinutes: 60 });
  };
  const { erasureId } = await ask(NUMBER);
  await assert.rejects(ask(OTHER), { code: "limit" });
  const objection = { name: "Case", reason: "A letter", ground: "situation" } as const;
  await noteObjection(ctx, { ...objection, text: "+46701740612" });
  await assert.rejects(noteObjection(ctx, { ...objection, text: "+46701740613" }), { code: "limit" });
  const { selectionId } = await freezeSelection(ctx, { text: OTHER });
  const hold = { selectionId, name: "Case", reason: "A claim", ground: "legal-claim", endsOn: "2026-07-01" } as const;
  await assert.rejects(addHold(ctx, hold), { code: "limit" });

  // Whoever asks and undoes a thousand times does not push what waits out of sight.
  fixture.time.now = new Date(fixture.time.now.getTime() + 7_200_000);
  await withCompany(fixture.db.data("owner"), fixture.companyId, async (tx) => {
    await tx`insert into data.erasure (company_id, id, state, step, reason, progress, total, created_at, updated_at, detail)
      select company_id, gen_random_uuid(), 'undone', 'undone', 'x', 0, 1, ${fixture.time.now}, ${fixture.time.now}, '{}'
      from data.erasure, generate_series(1, 1001) where id = ${erasureId}`;
  });
  assert.deepEqual((await findWaiting(fixture.installation)).erasures, [{ companyId: fixture.companyId, erasureId }]);
  await askFor(fixture, { text: OTHER });
});
