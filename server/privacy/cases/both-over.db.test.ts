import assert from "node:assert/strict";
import { test } from "node:test";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, setAtOnce } from "../privacy-fixture.ts";
import { purgeCompany } from "../retention/purge-company.ts";
import { search } from "../search.ts";
import { addHold } from "./add-case.ts";

const NUMBER = "0701740605";
const WORDS = { name: "Dispute", ground: "legal-claim", reason: "A claim is being prepared" } as const;

test("two holds on one call that end in the same night both end, and the night's clean-up goes on", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    {
      at: new Date("2026-06-10T08:00:00Z"),
      parties: [{ role: "calling", class: "phone", text: NUMBER }],
    },
  ]);
  const ctx = fixture.as("dpo");
  for (const endsOn of ["2026-07-31", "2026-07-30", "2026-07-31"]) {
    fixture.time.now = new Date(fixture.time.now.getTime() + 60_000);
    const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
    await addHold(ctx, { selectionId, ...WORDS, endsOn });
  }
  const change = { product: "pbx", class: "phone", keptDays: 10 } as const;
  await setAtOnce(fixture, ctx, { changes: [change], reason: "Shorter" });
  fixture.time.now = new Date("2026-08-01T10:00:00Z");
  await purgeCompany({ ...fixture.installation, company: ctx.company });
  assert.equal((await search(ctx, { text: NUMBER })).hits.length, 0);
});
