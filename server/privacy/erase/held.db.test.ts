import assert from "node:assert/strict";
import { after, test } from "node:test";
import { addHold } from "../cases/add-case.ts";
import { liftCase } from "../cases/change-case.ts";
import { settleCase } from "../cases/settle-case.ts";
import { askFor, hitsOf, workOf } from "../erase-fixture.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { listCertificates } from "../list-certificates.ts";
import { readErasure } from "../list-erasures.ts";
import { previewErasure } from "../preview-erasure.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { resumeErasure } from "../resume-erasure.ts";
import { runErasure } from "../run-erasure.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const OTHER = "+46701740611";
const phone = (text: string, role: "calling" | "called" = "calling") => ({ role, class: "phone", text }) as const;

/** Three calls of one person; the oldest is held. */
async function oneHeld(fixture: PrivacyFixture): Promise<{ held: string; caseId: string }> {
  const ids = await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), extension: "3000", parties: [phone(NUMBER), phone(OTHER, "called")] },
    { at: new Date("2026-06-11T08:00:00Z"), extension: "3001", parties: [phone(NUMBER)] },
    { at: new Date("2026-06-12T08:00:00Z"), extension: "3002", parties: [phone(NUMBER)] },
  ]);
  const dpo = fixture.as("dpo");
  const [held = ""] = ids;
  const { selectionId } = await freezeSelection(dpo, { text: NUMBER, hitIds: [held] });
  const words = { name: "Dispute", ground: "legal-claim", reason: "A claim is being prepared" } as const;
  const { caseId } = await addHold(dpo, { selectionId, ...words, endsOn: "2026-12-31" });
  return { held, caseId };
}

const notesOf = async (fixture: PrivacyFixture) => (await hitsOf(fixture, NUMBER)).map((hit) => hit.note);

test("what a hold keeps stays, and only that; the certificate is partial and says until when", async (t) => {
  const fixture = await house.beside(t);
  await oneHeld(fixture);
  const ctx = fixture.as("company-administrator");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  const { held } = await previewErasure(ctx, { selectionId });
  assert.deepEqual(held, [{ kind: "hold", calls: 1, rows: 1, until: held[0]?.until }]);
  const { erasureId } = await askFor(fixture, { text: NUMBER });
  await runErasure(workOf(fixture, erasureId));
  assert.deepEqual(await notesOf(fixture), ["extension=3000"]);
  const view = await readErasure(ctx, { erasureId });
  assert.deepEqual([view.state, view.outcome], ["held", "partial"]);
  const [certificate] = (await listCertificates(ctx)).certificates;
  const line = certificate?.statement.remains.find((one) => one.code === "held");
  assert.deepEqual([line?.count, line?.until], [1, held[0]?.until]);
  assert.ok(line?.what.sv.includes("undantagna") && line.what.en.includes("hold"));
  assert.equal(certificate?.statement.found.parties, 0, "the old identifier is nowhere");
});

test("when the hold is lifted the erasure goes on by itself; later calls of the person stay, and the new certificate names the first", async (t) => {
  const fixture = await house.beside(t);
  const { caseId } = await oneHeld(fixture);
  const { erasureId } = await askFor(fixture, { text: NUMBER });
  await runErasure(workOf(fixture, erasureId));
  fixture.time.now = new Date("2026-06-20T10:00:00Z");
  await fixture.store([{ at: new Date("2026-06-19T08:00:00Z"), extension: "3009", parties: [phone(NUMBER)] }]);
  await resumeErasure(workOf(fixture, erasureId));
  assert.deepEqual(await notesOf(fixture), ["extension=3009", "extension=3000"], "nothing goes while it is held");
  const dpo = fixture.as("dpo");
  await liftCase(dpo, { caseId, reason: "The claim was settled" });
  await settleCase({ ...fixture.installation, company: dpo.company }, caseId, { mayDestroy: async () => undefined });
  await resumeErasure(workOf(fixture, erasureId));
  assert.deepEqual(await notesOf(fixture), ["extension=3009"]);
  const view = await readErasure(dpo, { erasureId });
  assert.deepEqual([view.state, view.outcome], ["done", "complete"]);
  const [second, first] = (await listCertificates(dpo)).certificates;
  assert.equal(second?.statement.continues, first?.certificateId);
  assert.deepEqual([first?.outcome, second?.outcome], ["partial", "complete"]);
  assert.deepEqual(second?.statement.commitment, first?.statement.commitment, "the same person is bound");
  await resumeErasure(workOf(fixture, erasureId));
  assert.equal((await listCertificates(dpo)).certificates.length, 2, "asked again it does nothing");
});

test("of chosen calls the held one stays, whatever was chosen", async (t) => {
  const fixture = await house.beside(t);
  const { held, caseId } = await oneHeld(fixture);
  const second = (await hitsOf(fixture, NUMBER)).find((hit) => hit.note === "extension=3001");
  const { erasureId } = await askFor(fixture, { text: NUMBER, hitIds: [held, second?.hitId ?? ""] });
  await runErasure(workOf(fixture, erasureId));
  assert.deepEqual(await notesOf(fixture), ["extension=3002", "extension=3000"]);
  const dpo = fixture.as("dpo");
  assert.equal((await readErasure(dpo, { erasureId })).outcome, "partial");
  await liftCase(dpo, { caseId, reason: "The claim was settled" });
  await settleCase({ ...fixture.installation, company: dpo.company }, caseId, { mayDestroy: async () => undefined });
  await resumeErasure(workOf(fixture, erasureId));
  assert.deepEqual(await notesOf(fixture), ["extension=3002"]);
  assert.equal((await readErasure(dpo, { erasureId })).state, "done");
});
