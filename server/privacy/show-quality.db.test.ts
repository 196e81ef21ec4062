import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { AppError } from "../domain/app-error.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { showQuality } from "./show-quality.ts";

test("the sound of a call is shown to whoever may search, and of a call that is not the company's nothing is said", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const at = new Date();
  const [hitId] = await fixture.store([{ at, parties: [{ role: "calling", class: "phone", text: "0701740605" }] }]);
  const ctx = fixture.as("company-administrator");
  assert.equal(await showQuality(ctx, { hitId: hitId ?? "" }), null, "nothing was measured");
  await fixture.db.data("owner")`alter table data.call_record no force row level security`;
  await fixture.db.data(
    "owner",
  )`update data.call_record set mos_hundredths = 410, codec = 10, loss_permille = 3 where id = ${hitId ?? ""}`;
  assert.deepEqual(await showQuality(ctx, { hitId: hitId ?? "" }), {
    mosHundredths: 410,
    jitterMs: null,
    latencyMs: null,
    lossPermille: 3,
    codec: "Opus",
  });
  const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
  await assert.rejects(showQuality(ctx, { hitId: randomUUID() }), refused("not-found"));
  await assert.rejects(showQuality(fixture.as("end-user"), { hitId: hitId ?? "" }), refused("forbidden"));
});
