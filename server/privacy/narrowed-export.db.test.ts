import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../domain/app-error.ts";
import { rightsOf } from "../domain/rights.ts";
import { issueExportLink } from "./fetch-export.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { requestExport } from "./request-export.ts";
import { runExport } from "./run-export.ts";

test("a file that was asked for before the profile was narrowed is not handed out any more", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([
    {
      at: new Date("2026-06-10T08:00:00Z"),
      parties: [{ role: "calling", class: "phone", text: "0701740605" }],
    },
  ]);
  const ctx = fixture.as("company-administrator");
  const { selectionId } = await freezeSelection(ctx, { text: "0701740605" });
  const { exportId } = await requestExport(ctx, { selectionId, purpose: "a test" });
  await runExport(ctx, exportId);
  const { exportSight } = rightsOf("company-administrator");
  const narrowed = fixture.as("company-administrator", { exportSight: { ...exportSight, phone: "masked" } });
  await assert.rejects(
    issueExportLink(narrowed, { exportId }),
    (error: unknown) => error instanceof AppError && error.code === "forbidden",
  );
  assert.equal((await issueExportLink(ctx, { exportId })).exportId, exportId);
});
