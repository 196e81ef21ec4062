import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture, setAtOnce } from "../privacy-fixture.ts";
import { applyRules } from "../retention/apply-rules.ts";
import { purgeCompany } from "../retention/purge-company.ts";
import { search } from "../search.ts";
import { type AddedCase, addHold } from "./add-case.ts";
import { liftCase } from "./change-case.ts";
import { rawLines } from "./raw-fixture.ts";
import { settleCase, waitingCases } from "./settle-case.ts";
import type { CaseWork } from "./slices-of-case.ts";
import { dying, pausing } from "./trapped-fixture.ts";

// One installation for all cases, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "0701740605";
const WORDS = { name: "Dispute", ground: "legal-claim", reason: "A claim is being prepared" } as const;
const SECOND_END = "2026-09-30";
const workOf = (fixture: PrivacyFixture): CaseWork => ({
  ...fixture.installation,
  company: fixture.as("reseller").company,
});

const ends = async (fixture: PrivacyFixture) =>
  (await search(fixture.as("dpo"), { text: NUMBER })).hits.map((hit) => hit.erasedOn);

/** Two calls whose own rule is over, which one hold alone has kept; the selection of another hold is made. */
async function heldOnce(t: TestContext, product: "tid" | "pbx" = "tid") {
  const fixture = await house.beside(t);
  await fixture.store(
    ["2026-06-10", "2026-06-11"].map((day) => ({
      at: new Date(`${day}T08:00:00Z`),
      product,
      parties: [{ role: "calling", class: "phone", text: NUMBER } as const],
    })),
  );
  const dpo = fixture.as("dpo");
  const { selectionId } = await freezeSelection(dpo, { text: NUMBER });
  const first = await addHold(dpo, { selectionId, ...WORDS, endsOn: "2026-12-31" });
  fixture.time.now = new Date("2026-06-25T10:00:00Z");
  const again = await freezeSelection(dpo, { text: NUMBER });
  return { fixture, dpo, first, asked: { selectionId: again.selectionId, ...WORDS, endsOn: SECOND_END } };
}

/** What the supervisor does after a kill: whatever waits is asked for again. */
async function restart(fixture: PrivacyFixture): Promise<void> {
  const again = { ...(await fixture.reopen()), company: workOf(fixture).company };
  for (const row of await waitingCases(again)) await settleCase(again, row.id);
}

/** It keeps both calls with their raw until its own last day, and not a day longer. */
async function keepsAll(fixture: PrivacyFixture, where: string): Promise<void> {
  assert.deepEqual(await ends(fixture), ["2026-10-01", "2026-10-01"], where);
  fixture.time.now = new Date("2026-09-30T21:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.equal((await ends(fixture)).length, 2, where);
  assert.equal((await rawLines(fixture)).filter((line) => line !== "?").length, 2, where);
  fixture.time.now = new Date("2026-09-30T22:00:00Z");
  await purgeCompany(workOf(fixture));
  assert.deepEqual([await ends(fixture), await rawLines(fixture)], [[], []], where);
}

/** A hold whose process died when it had been opened, before it carried anything: its job is still to come. */
async function opened(fixture: PrivacyFixture, asked: Parameters<typeof addHold>[1]): Promise<void> {
  await assert.rejects(addHold(dying(fixture.as("dpo"), "raise_fence", 2), asked), { message: "killed" });
}

for (const [words, nth] of [
  ["join data.case_call o", 1],
  ["data.case_slice s join", 1],
  ["raise_fence", 1],
  ["data.retention_work as w", 1],
  ["raise_fence", 2],
] as const)
  for (const how of ["made", "opened"] as const)
    test(`a hold that is ${how} while another is lifted keeps all, with the lifter before "${words}" for the ${nth}. time`, async (t) => {
      const { fixture, dpo, first, asked } = await heldOnce(t);
      await liftCase(dpo, { caseId: first.caseId, reason: "Settled" });
      const lifter = pausing(workOf(fixture), words, nth);
      const lifting = settleCase(lifter.work, first.caseId);
      await Promise.race([lifter.there, lifting]);
      let made: AddedCase | null = null;
      if (how === "made") made = await addHold(dpo, asked);
      else await opened(fixture, asked);
      lifter.goOn();
      await lifting;
      if (made !== null) assert.deepEqual([made.state, made.calls, made.missed], ["active", 2, 0]);
      await restart(fixture);
      await keepsAll(fixture, `${how} ${words}`);
    });

test("a hold that comes when the lifted one has let go says that it came too late", async (t) => {
  const { fixture, dpo, first, asked } = await heldOnce(t);
  await liftCase(dpo, { caseId: first.caseId, reason: "Settled" });
  const lifter = pausing(workOf(fixture), "delete_slice");
  const lifting = settleCase(lifter.work, first.caseId);
  await lifter.there;
  const adding = addHold(dpo, asked);
  lifter.goOn();
  await lifting;
  const made = await adding;
  assert.deepEqual([made.calls, made.missed, await ends(fixture)], [0, 2, []]);
});

for (const words of ["c.ends_on >= ", "replace_parties", "case_call k set state"])
  test(`a hold that is being carried before "${words}" while another is lifted keeps all`, async (t) => {
    const { fixture, dpo, first, asked } = await heldOnce(t);
    // The second asks for longer than the first, or it would have nothing to move.
    const maker = pausing(dpo, words);
    const adding = addHold(maker.work, words === "replace_parties" ? { ...asked, endsOn: "2027-01-31" } : asked);
    await maker.there;
    const lifting = liftCase(dpo, { caseId: first.caseId, reason: "Settled" }).then(() =>
      settleCase(workOf(fixture), first.caseId),
    );
    // Either it waits for the fence or the row, or it is through: both must do.
    await Promise.race([lifting, isBlocked(fixture)]);
    maker.goOn();
    const [made] = await Promise.all([adding, lifting]);
    assert.deepEqual([made.calls, made.missed], [2, 0]);
    if (words === "replace_parties") assert.deepEqual(await ends(fixture), ["2027-02-01", "2027-02-01"]);
    else await keepsAll(fixture, words);
  });

for (const words of ["release_case_slices", "calls_wait", "delete_slice", "delete from data.case_slice"])
  test(`a lifted hold that is killed before ${words} after another was opened leaves that one everything`, async (t) => {
    const { fixture, dpo, first, asked } = await heldOnce(t);
    await liftCase(dpo, { caseId: first.caseId, reason: "Settled" });
    const lifter = pausing(workOf(fixture), "join data.case_call o");
    const lifting = settleCase(dying(lifter.work, words), first.caseId);
    await lifter.there;
    await opened(fixture, asked);
    lifter.goOn();
    // With nothing left to destroy some of these questions are never asked.
    await lifting.catch((error: Error) => assert.equal(error.message, "killed"));
    await restart(fixture);
    await keepsAll(fixture, words);
  });

test("a hold that relies on one which ends tonight is not left alone by a rule that is shortened afterwards", async (t) => {
  const { fixture, dpo, first, asked } = await heldOnce(t, "pbx");
  fixture.time.now = new Date("2026-12-31T20:00:00Z");
  await purgeCompany(workOf(fixture));
  const { selectionId } = await freezeSelection(dpo, { text: NUMBER });
  fixture.time.now = new Date("2026-12-31T21:00:00Z");
  await liftCase(dpo, { caseId: first.caseId, reason: "Settled" });
  const lifter = pausing(workOf(fixture), "join data.case_call o");
  const lifting = settleCase(lifter.work, first.caseId);
  await lifter.there;
  await addHold(dpo, { ...asked, selectionId, endsOn: "2026-12-31" });
  lifter.goOn();
  await lifting;
  const changes = [{ product: "pbx", class: "phone", keptDays: 10 } as const];
  await setAtOnce(fixture, dpo, { changes, reason: "Shorter" });
  await applyRules(workOf(fixture));
  assert.deepEqual(await ends(fixture), ["2027-01-01", "2027-01-01"]);
});

/** Resolves when some session of the data cluster waits for another one. */
async function isBlocked(fixture: PrivacyFixture): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    const [row] = await fixture.db.data("owner")`select exists (
      select from pg_stat_activity a where a.datname = current_database() and a.wait_event_type = 'Lock') as waits`;
    if (row?.["waits"] === true) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("nobody waits");
}
