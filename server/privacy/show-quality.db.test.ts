import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { json } from "node:stream/consumers";
import { test } from "node:test";
import { AppError } from "../domain/app-error.ts";
import { fetchExport, issueExportLink } from "./fetch-export.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { requestExport } from "./request-export.ts";
import { runExport } from "./run-export.ts";
import { showQuality } from "./show-quality.ts";

test("the sound of a call is shown to whoever may search and stands in their JSON, and of a call that is not the company's nothing is said", async (t) => {
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
  // In the file for programs, beside a call of the same person of which nothing was measured.
  const [plain] = await fixture.store([{ at, parties: [{ role: "calling", class: "phone", text: "0701740605" }] }]);
  const { selectionId } = await freezeSelection(ctx, { text: "0701740605" });
  const { exportId } = await requestExport(ctx, { selectionId, format: "json" });
  await runExport(ctx, exportId);
  const { token } = await issueExportLink(ctx, { exportId });
  const { stream } = await fetchExport(ctx, { exportId, token });
  const { hits } = (await json(stream)) as { hits: { hitId: string; quality: unknown }[] };
  const told = new Map(hits.map((hit) => [hit.hitId, hit.quality]));
  assert.equal(told.size, 2);
  assert.equal(told.get(plain ?? ""), null);
  assert.deepEqual(told.get(hitId ?? ""), await showQuality(ctx, { hitId: hitId ?? "" }));
  const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
  await assert.rejects(showQuality(ctx, { hitId: randomUUID() }), refused("not-found"));
  await assert.rejects(showQuality(fixture.as("end-user"), { hitId: hitId ?? "" }), refused("forbidden"));
});
