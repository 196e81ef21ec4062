import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { decideErasure } from "../approvals/decide-erasure.ts";
import { setErasureSetting } from "../approvals/set-erasure-setting.ts";
import { addHold } from "../cases/add-case.ts";
import { liftCase } from "../cases/change-case.ts";
import { correctCall } from "../cases/correct-call.ts";
import { settleCase } from "../cases/settle-case.ts";
import { askFor, hitsOf, workOf } from "../erase-fixture.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { listCertificates } from "../list-certificates.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { requestErasure } from "../request-erasure.ts";
import { resumeErasure } from "../resume-erasure.ts";
import { runErasure } from "../run-erasure.ts";
import { undoErasure } from "../undo-erasure.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const OTHER = "+46701740611";
const phone = (text: string, role: "calling" | "called" = "calling") => ({ role, class: "phone", text }) as const;
const call = (day: number, text: string) => ({
  at: new Date(Date.UTC(2026, 5, day, 8)),
  extension: `30${day}`,
  parties: [phone(text)],
});

const second = (fixture: PrivacyFixture) => fixture.as("dpo", { accountId: randomUUID(), name: "Kim" });

async function needTwo(fixture: PrivacyFixture): Promise<void> {
  await setErasureSetting(second(fixture), { secondApprover: true, ownNumbers: [] });
}

test("an erasure of a whole person that waits for its second person is not emptied by one of chosen calls in between", async (t) => {
  const fixture = await house.beside(t);
  const [first = ""] = await fixture.store([call(10, NUMBER), call(11, NUMBER), call(12, NUMBER)]);
  await needTwo(fixture);
  const whole = await askFor(fixture, { text: NUMBER });
  const rows = await askFor(fixture, { text: NUMBER, hitIds: [first] });
  await decideErasure(second(fixture), { erasureId: rows.erasureId, decision: "approve" });
  await runErasure(workOf(fixture, rows.erasureId));
  assert.equal((await hitsOf(fixture, NUMBER)).length, 2, "the chosen call alone is gone");
  await decideErasure(second(fixture), { erasureId: whole.erasureId, decision: "approve" });
  assert.equal((await hitsOf(fixture, NUMBER)).length, 0, "hidden from the approval on");
  await runErasure(workOf(fixture, whole.erasureId));
  assert.equal((await hitsOf(fixture, NUMBER)).length, 0);
  const { certificates } = await listCertificates(second(fixture));
  const own = certificates.find((one) => one.erasureId === whole.erasureId)?.statement;
  assert.deepEqual([own?.outcome, own?.deleted.calls], ["complete", 2]);
});

test("calls chosen by an erasure that waits go, though another choice of the same person went first", async (t) => {
  const fixture = await house.beside(t);
  const [first = "", next = ""] = await fixture.store([call(10, NUMBER), call(11, NUMBER), call(12, NUMBER)]);
  await needTwo(fixture);
  const one = await askFor(fixture, { text: NUMBER, hitIds: [first] });
  const two = await askFor(fixture, { text: NUMBER, hitIds: [next] });
  for (const { erasureId } of [two, one]) {
    await decideErasure(second(fixture), { erasureId, decision: "approve" });
    await runErasure(workOf(fixture, erasureId));
  }
  assert.deepEqual(
    (await hitsOf(fixture, NUMBER)).map((hit) => hit.note),
    ["extension=3012"],
  );
});

test("within a grace the person is not erased a second time without a watermark, and no undo of another uncovers them", async (t) => {
  const fixture = await house.beside(t);
  const ctx = fixture.as("company-administrator");
  const [first = ""] = await fixture.store([call(10, NUMBER), call(11, NUMBER)]);
  const before = await freezeSelection(ctx, { text: NUMBER });
  const rows = await freezeSelection(ctx, { text: NUMBER, hitIds: [first] });
  const waiting = await askFor(fixture, { text: NUMBER }, { graceMinutes: 60 });
  for (const { selectionId, rows: typedCount } of [before, rows])
    await assert.rejects(requestErasure(ctx, { selectionId, reason: "Once more", typedCount }), { code: "conflict" });
  await undoErasure(ctx, { erasureId: waiting.erasureId });
  await needTwo(fixture);
  const both = [await askFor(fixture, { text: NUMBER }, { graceMinutes: 60 })];
  both.push(await askFor(fixture, { text: NUMBER }, { graceMinutes: 60 }));
  for (const { erasureId } of both) await decideErasure(second(fixture), { erasureId, decision: "approve" });
  const [one, other] = both.map(({ erasureId }) => erasureId);
  await undoErasure(ctx, { erasureId: one ?? "" });
  assert.deepEqual(await hitsOf(fixture, NUMBER), []);
  await undoErasure(ctx, { erasureId: other ?? "" });
  assert.equal((await hitsOf(fixture, NUMBER)).length, 2);
});

test("a call of somebody whose erasure waits is not corrected out of it", async (t) => {
  const fixture = await house.beside(t);
  const ctx = fixture.as("company-administrator");
  const [first = ""] = await fixture.store([call(10, NUMBER), call(11, NUMBER)]);
  const { erasureId } = await askFor(fixture, { text: NUMBER }, { graceMinutes: 60 });
  const words = {
    what: "identifier",
    hitId: first,
    role: "calling",
    class: "phone",
    text: OTHER,
    reason: "Wrong",
  } as const;
  await assert.rejects(correctCall(ctx, words), { code: "not-found" });
  fixture.time.now = new Date(fixture.time.now.getTime() + 3_600_000);
  await runErasure(workOf(fixture, erasureId));
  assert.deepEqual(await hitsOf(fixture, OTHER), []);
});

test("what a hold had kept goes when it is lifted, though a choice of later calls divided the person meanwhile", async (t) => {
  const fixture = await house.beside(t);
  const dpo = second(fixture);
  const [held = ""] = await fixture.store([call(10, NUMBER), call(11, NUMBER)]);
  const { selectionId } = await freezeSelection(dpo, { text: NUMBER, hitIds: [held] });
  const words = { name: "Dispute", ground: "legal-claim", reason: "A claim is being prepared" } as const;
  const { caseId } = await addHold(dpo, { selectionId, ...words, endsOn: "2026-12-31" });
  const whole = await askFor(fixture, { text: NUMBER });
  await runErasure(workOf(fixture, whole.erasureId));
  fixture.time.now = new Date("2026-06-20T10:00:00Z");
  const [later = ""] = await fixture.store([call(18, NUMBER), call(19, NUMBER)]);
  const rows = await askFor(fixture, { text: NUMBER, hitIds: [later] });
  await runErasure(workOf(fixture, rows.erasureId));
  await liftCase(dpo, { caseId, reason: "The claim was settled" });
  await settleCase({ ...fixture.installation, company: dpo.company }, caseId, { mayDestroy: async () => undefined });
  await resumeErasure(workOf(fixture, whole.erasureId));
  assert.deepEqual(
    (await hitsOf(fixture, NUMBER)).map((hit) => hit.note),
    ["extension=3019"],
  );
});
