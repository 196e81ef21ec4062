import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy-fixture.ts";
import { purgeCompany } from "../retention/purge-company.ts";
import { search } from "../search.ts";
import { addHold } from "./add-case.ts";
import { rawLines } from "./raw-fixture.ts";
import type { CaseWork } from "./slices-of-case.ts";
import { liftCase, renewCase } from "./change-case.ts";
import { settleCase, waitingCases } from "./settle-case.ts";
import { dying } from "./trapped-fixture.ts";

// One installation for all cases, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "0701740605";
const WORDS = { name: "Dispute", ground: "legal-claim", reason: "A claim is being prepared" } as const;
const workOf = (fixture: PrivacyFixture): CaseWork => ({
  ...fixture.installation,
  company: fixture.as("reseller").company,
});
const calls = (day: string) =>
  ({
    at: new Date(`${day}T08:00:00Z`),
    product: "tid",
    kind: "callback",
    parties: [{ role: "caller", class: "phone", text: NUMBER }],
  }) as const;

const hitDays = async (fixture: PrivacyFixture) =>
  (await search(fixture.as("dpo"), { text: NUMBER })).hits.map((hit) => hit.date.toISOString().slice(0, 10));

async function selected(fixture: PrivacyFixture): Promise<string> {
  return (await freezeSelection(fixture.as("dpo"), { text: NUMBER })).selectionId;
}

/** What the supervisor does after a kill: whatever waits is asked for again. */
async function restart(fixture: PrivacyFixture): Promise<void> {
  const again = { ...(await fixture.reopen()), company: workOf(fixture).company };
  for (const row of await waitingCases(again)) await settleCase(again, row.id);
}

for (const step of [
  "extend_subjects",
  "add_case_slices",
  "data.case_slice",
  "replace_parties",
  "data.raw_places",
  "rewrite_raw_segments",
  "add_case_raw",
  "case_call k set state",
])
  test(`a hold that is killed before ${step} holds everything after the restart, and nothing is found twice`, async (t) => {
    const fixture = await house.beside(t);
    await fixture.store([calls("2026-06-09"), calls("2026-06-10")]);
    const asked = { selectionId: await selected(fixture), ...WORDS, endsOn: "2026-12-31" };
    await assert.rejects(addHold(dying(fixture.as("dpo"), step), asked), { message: "killed" });
    assert.equal((await hitDays(fixture)).length, 2, "no row is between two slices");
    await restart(fixture);
    fixture.time.now = new Date("2026-06-25T10:00:00Z");
    await purgeCompany(workOf(fixture));
    assert.deepEqual(await hitDays(fixture), ["2026-06-10", "2026-06-09"]);
    const lines = ["2026-06-09", "2026-06-10"].map((day) => `${day}T08:00:00.000Z;${NUMBER};;answered`);
    assert.deepEqual((await rawLines(fixture)).toSorted(), lines, "their raw is there once, as it came");
  });

for (const step of [
  "release_case_slices",
  "move_slice",
  "delete_slice",
  "keyring.shred",
  "delete from data.case_slice",
])
  test(`a lifted hold that is killed before ${step} has erased and given back all of it after the restart`, async (t) => {
    const fixture = await house.beside(t);
    await fixture.store([calls("2026-06-08"), calls("2026-06-14")]);
    const ctx = fixture.as("dpo");
    const made = await addHold(ctx, { selectionId: await selected(fixture), ...WORDS, endsOn: "2026-12-31" });
    fixture.time.now = new Date("2026-06-18T10:00:00Z");
    await liftCase(fixture.as("dpo"), { caseId: made.caseId, reason: "Settled" });
    await assert.rejects(settleCase(dying(workOf(fixture), step), made.caseId), { message: "killed" });
    await restart(fixture);
    const { hits } = await search(fixture.as("dpo"), { text: NUMBER });
    assert.deepEqual(
      hits.map((hit) => [hit.date.toISOString().slice(0, 10), hit.erasedOn, hit.kept]),
      [["2026-06-14", "2026-06-22", null]],
    );
    const rows = await withCompany(fixture.db.data("owner"), fixture.companyId, (tx) => tx`select 1 from data.party`);
    assert.equal(rows.length, 1);
    const raw = await withCompany(
      fixture.db.data("owner"),
      fixture.companyId,
      (tx) => tx`select expires_on::text as day from data.raw_segment`,
    );
    assert.deepEqual(
      raw.map((row) => row["day"]),
      ["2026-06-22"],
    );
  });

for (const step of ["replace_parties", "move_slice", "set moving_slice"])
  test(`a renewed hold that is killed before ${step} keeps until its new last day`, async (t) => {
    const fixture = await house.beside(t);
    await fixture.store([calls("2026-06-09"), calls("2026-06-10")]);
    const ctx = fixture.as("dpo");
    const made = await addHold(ctx, { selectionId: await selected(fixture), ...WORDS, endsOn: "2026-07-31" });
    await renewCase(ctx, { caseId: made.caseId, endsOn: "2026-12-31", reason: "Still open" });
    await assert.rejects(settleCase(dying(workOf(fixture), step, 2), made.caseId), { message: "killed" });
    await restart(fixture);
    fixture.time.now = new Date("2026-12-31T10:00:00Z");
    await purgeCompany(workOf(fixture));
    assert.equal((await hitDays(fixture)).length, 2);
    assert.equal((await rawLines(fixture)).length, 2);
  });

for (const step of ["k.state = 1", "add_case_slices", "replace_parties", "add_case_raw", "case_call k set state"])
  test(`a renewed hold on what another keeps that is killed before ${step} outlives the other`, async (t) => {
    const fixture = await house.beside(t);
    await fixture.store([calls("2026-06-09"), calls("2026-06-10")]);
    const ctx = fixture.as("dpo");
    await addHold(ctx, { selectionId: await selected(fixture), ...WORDS, endsOn: "2026-07-31" });
    const made = await addHold(ctx, { selectionId: await selected(fixture), ...WORDS, endsOn: "2026-07-15" });
    await renewCase(ctx, { caseId: made.caseId, endsOn: "2026-12-31", reason: "Still open" });
    await assert.rejects(settleCase(dying(workOf(fixture), step), made.caseId), { message: "killed" });
    await restart(fixture);
    fixture.time.now = new Date("2026-08-01T10:00:00Z");
    await purgeCompany(workOf(fixture));
    fixture.time.now = new Date("2026-12-31T10:00:00Z");
    await purgeCompany(workOf(fixture));
    assert.equal((await hitDays(fixture)).length, 2);
    assert.equal((await rawLines(fixture)).length, 2);
  });
