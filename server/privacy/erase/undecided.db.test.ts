import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { decideErasure } from "../approvals/decide-erasure.ts";
import { setErasureSetting } from "../approvals/set-erasure-setting.ts";
import { endDecision } from "../disposal/end-decision.ts";
import { recordDecision } from "../disposal/record-decision.ts";
import { askFor, hitsOf, workOf } from "../erase-fixture.ts";
import { readErasure } from "../list-erasures.ts";
import { openPrivacyFixture } from "../privacy-fixture.ts";
import { runErasure } from "../run-erasure.ts";
import { undoErasure } from "../undo-erasure.ts";

const NUMBER = "+46701740605";
const DECISION = {
  authority: "Socialnämnden i Ekdala",
  number: "SN 2026:7",
  decidedOn: "2026-02-01",
  about: "Uppgifter om samtal är av ringa betydelse",
  items: [{}],
};

test("an erasure that a disposal decision allowed is neither approved nor begun after that decision has ended", async (t) => {
  const fixture = await openPrivacyFixture(t, "Europe/Stockholm", "public");
  const ctx = fixture.as("company-administrator");
  const dpo = fixture.as("dpo", { accountId: randomUUID(), name: "Kim" });
  const { decisionId } = await recordDecision(dpo, DECISION);
  await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), parties: [{ role: "calling", class: "phone", text: NUMBER }] },
  ]);
  const graceful = await askFor(fixture, { text: NUMBER }, { graceMinutes: 10 });
  await undoErasure(ctx, { erasureId: graceful.erasureId });
  const begun = await askFor(fixture, { text: NUMBER });
  await endDecision(dpo, { decisionId, reason: "appealed" });
  await runErasure(workOf(fixture, begun.erasureId));
  const { state, canBeUndone, problem } = await readErasure(ctx, { erasureId: begun.erasureId });
  assert.deepEqual([state, canBeUndone], ["waiting", true]);
  assert.match(problem ?? "", /disposal decision/);
  await undoErasure(ctx, { erasureId: begun.erasureId });
  const again = await recordDecision(dpo, DECISION);
  await setErasureSetting(dpo, { secondApprover: true, ownNumbers: [] });
  const asked = await askFor(fixture, { text: NUMBER });
  await endDecision(dpo, { decisionId: again.decisionId, reason: "appealed" });
  const approve = () => decideErasure(dpo, { erasureId: asked.erasureId, decision: "approve" });
  await assert.rejects(approve(), { code: "conflict" });
  assert.equal((await hitsOf(fixture, NUMBER)).length, 1);
  await recordDecision(dpo, DECISION);
  await approve();
  await runErasure(workOf(fixture, asked.erasureId));
  assert.equal((await readErasure(ctx, { erasureId: asked.erasureId })).outcome, "complete");
});
