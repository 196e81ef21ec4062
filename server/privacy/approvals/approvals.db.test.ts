import assert from "node:assert/strict";
import { after, test } from "node:test";
import { askFor, hitsOf, workOf } from "../erase-fixture.ts";
import { findWaiting } from "../find-waiting.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { listCertificates } from "../list-certificates.ts";
import { readErasure } from "../list-erasures.ts";
import { previewErasure } from "../preview-erasure.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { runErasure } from "../run-erasure.ts";
import { decideErasure } from "./decide-erasure.ts";
import { FEWEST_CALLS } from "./needs-second.ts";
import { setErasureSetting, showErasureSetting } from "./set-erasure-setting.ts";
import { listWaitingErasures, readWaitingErasure } from "./waiting-erasures.ts";

// One installation for all tests, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "+46701740605";
const OTHER = "+46701740611";
const phone = (text: string) => ({ role: "calling", class: "phone", text }) as const;
const DAY_MS = 86_400_000;

/** Somebody else of the company. */
const second = (fixture: PrivacyFixture) =>
  fixture.as("dpo", { accountId: "00000000-0000-4000-8000-00000000000d", name: "Kim" });

async function twoCalls(fixture: PrivacyFixture): Promise<void> {
  await fixture.store([
    { at: new Date("2026-06-10T08:00:00Z"), extension: "3000", parties: [phone(NUMBER)] },
    { at: new Date("2026-06-11T08:00:00Z"), extension: "3001", parties: [phone(NUMBER)] },
  ]);
}

async function stateOf(fixture: PrivacyFixture, { erasureId }: { erasureId: string }): Promise<string> {
  return (await readErasure(second(fixture), { erasureId })).state;
}

async function needTwo(fixture: PrivacyFixture): Promise<void> {
  await setErasureSetting(second(fixture), { secondApprover: true, ownNumbers: [] });
}

test("an erasure that needs two waits unhidden; approved by somebody else it runs, and the certificate names both", async (t) => {
  const fixture = await house.beside(t);
  await twoCalls(fixture);
  await needTwo(fixture);
  const ctx = fixture.as("company-administrator");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  assert.deepEqual((await previewErasure(ctx, { selectionId })).second, ["setting"]);
  const asked = await askFor(fixture, { text: NUMBER });
  assert.deepEqual([asked.state, asked.startsAt, asked.why], ["asked", null, ["setting"]]);
  await runErasure(workOf(fixture, asked.erasureId));
  assert.equal(
    (await hitsOf(fixture, NUMBER)).length,
    2,
    "nothing is erased and nothing hidden before the second word",
  );
  const { erasureId } = asked;
  await assert.rejects(decideErasure(ctx, { erasureId, decision: "approve" }), { code: "forbidden" });
  const dpo = second(fixture);
  const [waiting] = await listWaitingErasures(dpo);
  assert.deepEqual([waiting?.own, waiting?.mayDecide, waiting?.calls], [false, true, 2]);
  const detail = await readWaitingErasure(dpo, { erasureId });
  assert.deepEqual([detail.preview.rows, detail.preview.scope, detail.about.length], [2, "person", 1]);
  assert.ok(!JSON.stringify(detail).includes("1740605"), "no clearer than the reader's profile shows numbers");
  const { startsAt } = await decideErasure(dpo, { erasureId, decision: "approve" });
  assert.deepEqual(startsAt, fixture.time.now);
  assert.deepEqual(await hitsOf(fixture, NUMBER), [], "nobody reads it from the approval on");
  await runErasure(workOf(fixture, erasureId));
  assert.equal((await readErasure(ctx, { erasureId })).outcome, "complete");
  const [certificate] = (await listCertificates(ctx)).certificates;
  assert.deepEqual([certificate?.statement.requestedBy, certificate?.statement.approvedBy], ["Test", "Kim"]);
  await assert.rejects(decideErasure(dpo, { erasureId, decision: "decline" }), { code: "gone" });
});

test("declined or withdrawn, everything is as it was; only who asked withdraws", async (t) => {
  const fixture = await house.beside(t);
  await twoCalls(fixture);
  await needTwo(fixture);
  const ctx = fixture.as("company-administrator");
  const first = await askFor(fixture, { text: NUMBER });
  await assert.rejects(
    decideErasure(fixture.as("company-administrator", { accountId: "00000000-0000-4000-8000-00000000000a" }), {
      erasureId: first.erasureId,
      decision: "withdraw",
    }),
    { code: "forbidden" },
  );
  await decideErasure(second(fixture), { erasureId: first.erasureId, decision: "decline" });
  const again = await askFor(fixture, { text: NUMBER });
  await decideErasure(ctx, { erasureId: again.erasureId, decision: "withdraw" });
  for (const { erasureId } of [first, again]) await runErasure(workOf(fixture, erasureId));
  assert.deepEqual([await stateOf(fixture, first), await stateOf(fixture, again)], ["declined", "undone"]);
  await findWaiting(fixture.installation);
  assert.equal((await hitsOf(fixture, NUMBER)).length, 2);
});

test("what nobody approves lapses after seven days", async (t) => {
  const fixture = await house.beside(t);
  await twoCalls(fixture);
  await needTwo(fixture);
  const { erasureId } = await askFor(fixture, { text: NUMBER });
  fixture.time.now = new Date(fixture.time.now.getTime() + 7 * DAY_MS);
  await assert.rejects(decideErasure(second(fixture), { erasureId, decision: "approve" }), { code: "gone" });
  assert.deepEqual(await listWaitingErasures(second(fixture)), []);
  assert.deepEqual((await findWaiting(fixture.installation)).erasures, []);
  assert.equal((await readErasure(second(fixture), { erasureId })).state, "lapsed");
  assert.equal((await hitsOf(fixture, NUMBER)).length, 2);
});

test("a number in more than a hundredth of the calls needs two, a rarer one does not, and a few calls say nothing", async (t) => {
  const fixture = await house.beside(t);
  const calls = (text: string, count: number, hour: number) =>
    Array.from({ length: count }, (_, i) => ({
      at: new Date(Date.UTC(2026, 5, 10, hour, Math.floor(i / 60), i % 60)),
      parties: [phone(text)],
    }));
  await fixture.store([...calls(NUMBER, FEWEST_CALLS + 1, 6), ...calls(OTHER, FEWEST_CALLS, 8)]);
  const asked = await askFor(fixture, { text: NUMBER });
  assert.deepEqual([asked.state, asked.why], ["asked", ["share"]]);
  assert.equal((await askFor(fixture, { text: OTHER })).state, "waiting");
  const few = await askFor(fixture, { text: NUMBER, filters: { from: "2026-06-10", to: "2026-06-10" } });
  assert.deepEqual(few.why, ["share"], "a choice of some calls of a frequent number is one of it");
});

test("the company's own numbers need two; a looser setting waits a week, a stricter one does not", async (t) => {
  const fixture = await house.beside(t);
  await twoCalls(fixture);
  const dpo = second(fixture);
  // A whole number may be a person's, and it would stand there in clear.
  for (const own of ["0701", "+46 70 174 06 05", "0046 8 465 004 00"])
    await assert.rejects(setErasureSetting(dpo, { secondApprover: false, ownNumbers: [own] }), { code: "bad-input" });
  await setErasureSetting(dpo, { secondApprover: false, ownNumbers: ["+46 70 174"] });
  assert.deepEqual((await askFor(fixture, { text: NUMBER })).why, ["own-number"]);
  const looser = await setErasureSetting(dpo, { secondApprover: false, ownNumbers: [] });
  assert.deepEqual([looser.ownNumbers, looser.next?.ownNumbers], [["+4670174"], []]);
  assert.deepEqual((await askFor(fixture, { text: NUMBER })).why, ["own-number"]);
  fixture.time.now = new Date(fixture.time.now.getTime() + 7 * DAY_MS);
  assert.deepEqual((await showErasureSetting(dpo)).ownNumbers, []);
  assert.equal((await askFor(fixture, { text: NUMBER })).state, "waiting");
});

test("a public body without a disposal decision refuses, and a certificate says why in both languages", async (t) => {
  const fixture = await openPrivacyFixture(t, "Europe/Stockholm", "public");
  await twoCalls(fixture);
  const refused = await askFor(fixture, { text: NUMBER });
  assert.equal(refused.state, "refused");
  await runErasure(workOf(fixture, refused.erasureId));
  assert.equal((await hitsOf(fixture, NUMBER)).length, 2);
  const ctx = fixture.as("company-administrator");
  const [certificate] = (await listCertificates(ctx)).certificates;
  const { statement } = certificate ?? assert.fail();
  assert.deepEqual([statement.outcome, statement.unreadableAt, statement.deleted.calls], ["refused", null, 0]);
  assert.match(statement.refusedFor[0]?.en ?? "", /public body/);
  assert.match(statement.refusedFor[0]?.sv ?? "", /arkivlagen/);
  assert.equal(await stateOf(fixture, refused), "refused");
});
