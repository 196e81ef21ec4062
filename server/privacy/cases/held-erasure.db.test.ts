import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestErasure } from "../request-erasure.ts";
import { resumeErasure } from "../resume-erasure.ts";
import { runErasure } from "../run-erasure.ts";
import { search } from "../search.ts";
import { addHold } from "./add-case.ts";
import { liftCase } from "./change-case.ts";
import { restingErasures } from "./resting-erasures.ts";
import { settleCase } from "./settle-case.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "0701740605";
const OTHER = "0701740606";
const WORDS = {
  name: "Claim",
  ground: "legal-claim",
  reason: "A claim is being prepared",
  endsOn: "2027-01-31",
} as const;
const inbox = { count: async () => 0, async *waiting() {} };
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });
const call = (day: string, text = NUMBER) => ({
  at: new Date(`${day}T08:00:00Z`),
  parties: [
    { role: "calling", class: "phone", text },
    { role: "called", class: "phone", text: "0701740699" },
  ] as const,
});
const days = async (fixture: PrivacyFixture, text = NUMBER) =>
  (await search(fixture.as("dpo"), { text, tiers: ["exact"] })).hits.map((hit) => hit.date.toISOString().slice(0, 10));

async function erase(fixture: PrivacyFixture, text = NUMBER): Promise<string> {
  const ctx = fixture.as("company-administrator");
  const { selectionId, rows } = await freezeSelection(ctx, { text });
  const { erasureId } = await requestErasure(ctx, { selectionId, reason: "Art. 17", typedCount: rows });
  await runErasure({ ...workOf(fixture), inbox, erasureId });
  return erasureId;
}

test("an erasure of the person leaves the held call and nothing else, and goes on by itself when the hold is lifted", async (t) => {
  const fixture = await house.beside(t);
  const [held] = await fixture.store([call("2026-06-10"), call("2026-06-11"), call("2026-06-11", OTHER)]);
  const dpo = fixture.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: NUMBER, hitIds: [held ?? ""] });
  const { caseId } = await addHold(dpo, { selectionId, ...WORDS });
  const erasureId = await erase(fixture);
  assert.deepEqual([await days(fixture), await days(fixture, OTHER)], [["2026-06-10"], ["2026-06-11"]]);
  const resting = await withCompany(fixture.db.data("web"), fixture.companyId, (tx) =>
    restingErasures(tx, fixture.companyId),
  );
  assert.deepEqual(resting, [erasureId], "whoever lifts the hold knows what to go on with");
  await liftCase(dpo, { caseId, reason: "The claim is settled" });
  await settleCase(workOf(fixture), caseId);
  await resumeErasure({ ...workOf(fixture), inbox, erasureId });
  assert.deepEqual([await days(fixture), await days(fixture, OTHER)], [[], ["2026-06-11"]]);
});

test("a hold on one person's call never keeps an erasure of everybody else from finishing", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10"), call("2026-06-11", OTHER)]);
  const dpo = fixture.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: NUMBER });
  await addHold(dpo, { selectionId, ...WORDS });
  await erase(fixture, OTHER);
  assert.deepEqual([await days(fixture), await days(fixture, OTHER)], [["2026-06-10"], []]);
});

test("who rests before an erasure is not held with a call, and who else is in it is", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10")]);
  const administrator = fixture.as("company-administrator");
  const early = await freezeSelection(fixture.as("dpo"), { text: NUMBER });
  const { selectionId, rows } = await freezeSelection(administrator, { text: NUMBER });
  const { erasureId } = await requestErasure(administrator, { selectionId, reason: "Art. 17", typedCount: rows });
  const made = await addHold(fixture.as("dpo"), { selectionId: early.selectionId, ...WORDS });
  await runErasure({ ...workOf(fixture), inbox, erasureId });
  assert.deepEqual(await days(fixture), []);
  // The other person of the call is held: a call is kept with everybody of it who is there.
  assert.deepEqual([made.calls, made.missed], [1, 0]);
  assert.equal((await days(fixture, "0701740699")).length, 1);
});
