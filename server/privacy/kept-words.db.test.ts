import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";
import { erasureById, exportById } from "../store/index.ts";
import { issueExportLink } from "./fetch-export.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { openPrivacyFixture, setAtOnce, type PrivacyFixture } from "./privacy-fixture.ts";
import { requestErasure } from "./request-erasure.ts";
import { requestExport } from "./request-export.ts";
import { runExport } from "./run-export.ts";
import { saveView } from "./saved-views/save-view.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const WHY = "asked by 19811228-9874, 070-174 06 05";
const DIGITS = /9874|06 05/;

test("why something is erased, exported or kept is stored without the number that it was about", async (t) => {
  const fixture = await house.beside(t);
  const ctx = fixture.as("company-administrator");
  const { selectionId, rows } = await oneCall(fixture);
  const { exportId } = await requestExport(ctx, { selectionId, purpose: WHY });
  const asked = await requestErasure(ctx, { selectionId, reason: WHY, typedCount: rows, graceMinutes: 60 });
  await setAtOnce(fixture, fixture.as("reseller"), {
    changes: [{ product: "pbx", class: "phone", keptDays: 10 }],
    reason: WHY,
  });
  const kept = await withCompany(fixture.db.data("web"), fixture.companyId, async (tx) => [
    (await exportById(tx, fixture.companyId, exportId))?.purpose,
    (await erasureById(tx, fixture.companyId, asked.erasureId))?.reason,
    ...(await tx`select reason from data.retention_rule where kept_days = 10`).map((row) => String(row["reason"])),
  ]);
  assert.equal(kept.length, 3);
  for (const words of kept) {
    assert.match(words ?? "", /^asked by /);
    assert.doesNotMatch(words ?? "", DIGITS);
  }
});

test("a file is fetched by whoever has proved the password lately, not by who finds the screen open", async (t) => {
  const fixture = await house.beside(t);
  const ctx = fixture.as("company-administrator");
  const { selectionId } = await oneCall(fixture);
  const { exportId } = await requestExport(ctx, { selectionId, purpose: "a test" });
  await runExport(ctx, exportId);
  const tired = fixture.as("company-administrator", { steppedUpAt: null });
  await assert.rejects(issueExportLink(tired, { exportId }), hasCode("step-up"));
  assert.equal((await issueExportLink(ctx, { exportId })).exportId, exportId);
});

test("the name of a view holds no number, whatever stands between its digits", async (t) => {
  const ctx = (await house.beside(t)).as("company-administrator");
  for (const name of ["Ring 070\u2013174\u201306\u201305", "\uff10\uff17\uff10 174 06 05", "Ring 0701740605"])
    await assert.rejects(saveView(ctx, { name, columns: [] }), hasCode("bad-input"), name);
  await saveView(ctx, { name: "2026 Q3, week 47", columns: [] });
});

async function oneCall(fixture: PrivacyFixture) {
  const party = { role: "calling", class: "phone", text: "0701740605" } as const;
  await fixture.store([{ at: new Date("2026-06-10T08:00:00Z"), parties: [party] }]);
  return await freezeSelection(fixture.as("company-administrator"), { text: "0701740605" });
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof AppError && error.code === code;
}
