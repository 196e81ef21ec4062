import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { deleteDue } from "../../store/index.ts";
import { freezeSelection } from "../freeze-selection.ts";
import { openPrivacyFixture, type PrivacyFixture, setAtOnce } from "../privacy-fixture.ts";
import { applyRules } from "../retention/apply-rules.ts";
import { destroyDue } from "../retention/destroy-due.ts";
import { purgeCompany } from "../retention/purge-company.ts";
import { search } from "../search.ts";
import { dropDays } from "../sweep.ts";
import { addHold } from "./add-case.ts";
import { liftCase, renewCase } from "./change-case.ts";
import { listCases } from "./list-cases.ts";
import { rawLines } from "./raw-fixture.ts";
import { settleCase } from "./settle-case.ts";
import { dying, trapped } from "./trapped-fixture.ts";

// One installation for the tests without a night of it, and a company for each.
const house = await openPrivacyFixture({ after });
const NUMBER = "0701740605";
const OTHER = "0701740606";
const WORDS = { name: "Dispute of June", ground: "legal-claim", reason: "A claim is being prepared" } as const;
const BEFORE = new Date("2026-07-31T21:59:59Z");
const AFTER = new Date("2026-07-31T22:00:00Z");
const workOf = (fixture: PrivacyFixture) => ({ ...fixture.installation, company: fixture.as("reseller").company });

const call = (day: string, text = NUMBER, product: "tid" | "pbx" = "tid") => ({
  at: new Date(`${day}T08:00:00Z`),
  product,
  parties: [{ role: "calling", class: "phone", text } as const],
});

const days = async (fixture: PrivacyFixture, text = NUMBER) =>
  (await search(fixture.as("dpo"), { text })).hits.map((hit) => hit.date.toISOString().slice(0, 10));

async function hold(fixture: PrivacyFixture, endsOn: string, text = NUMBER) {
  const ctx = fixture.as("dpo");
  const { selectionId } = await freezeSelection(ctx, { text });
  return await addHold(ctx, { selectionId, ...WORDS, endsOn });
}

const renewal = (caseId: string, endsOn = "2026-10-31") => ({ caseId, endsOn, reason: "Still in court" });

/** Everything a night does, in its order; the renewal's job is not among it. */
async function night(fixture: PrivacyFixture): Promise<void> {
  await destroyDue(fixture.installation);
  await dropDays(fixture.installation);
}

test("a renewal asked for in the last second keeps, however late its job comes, and until its new last day alone", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([call("2026-06-10"), call("2026-06-11")]);
  const made = await hold(fixture, "2026-07-31");
  fixture.time.now = BEFORE;
  await renewCase(fixture.as("dpo"), renewal(made.caseId));
  fixture.time.now = AFTER;
  assert.equal((await days(fixture)).length, 2, "no second passes in which nobody can read it");
  await night(fixture);
  await withCompany(fixture.db.data("keeper"), fixture.companyId, (tx) =>
    deleteDue(tx, fixture.companyId, "2026-08-01"),
  );
  assert.deepEqual([await days(fixture), (await rawLines(fixture)).length], [["2026-06-11", "2026-06-10"], 2]);
  // The night of the company comes before the job, too.
  await purgeCompany(workOf(fixture));
  await settleCase(workOf(fixture), made.caseId);
  const { cases } = await listCases(fixture.as("dpo"), {});
  assert.deepEqual(
    cases.map((one) => [one.state, one.endsOn, one.callsMissed]),
    [["active", "2026-10-31", 0]],
  );
  fixture.time.now = new Date("2026-10-31T22:59:59Z");
  await purgeCompany(workOf(fixture));
  assert.equal((await days(fixture)).length, 2);
  fixture.time.now = new Date("2026-10-31T23:00:00Z");
  assert.deepEqual(await days(fixture), []);
  await purgeCompany(workOf(fixture));
  await night(fixture);
  assert.deepEqual(await rawLines(fixture), []);
});

test("a renewed hold keeps what stands with another one that ends in the same night", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([call("2026-06-10")]);
  await hold(fixture, "2026-07-31");
  const second = await hold(fixture, "2026-07-31");
  fixture.time.now = BEFORE;
  await renewCase(fixture.as("dpo"), renewal(second.caseId));
  fixture.time.now = AFTER;
  await night(fixture);
  await purgeCompany(workOf(fixture));
  assert.deepEqual([await days(fixture), (await rawLines(fixture)).length], [["2026-06-10"], 1]);
});

test("rules that change between a renewal and its job let its people live as long as it keeps them", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10"), call("2026-07-30", OTHER, "pbx")]);
  const made = await hold(fixture, "2026-07-31");
  fixture.time.now = BEFORE;
  await renewCase(fixture.as("dpo"), renewal(made.caseId));
  const changes = [{ product: "pbx", class: "phone", keptDays: 30 } as const];
  await setAtOnce(fixture, fixture.as("dpo"), { changes, reason: "Shorter" });
  await applyRules(workOf(fixture));
  fixture.time.now = AFTER;
  await purgeCompany(workOf(fixture));
  assert.deepEqual(await days(fixture), ["2026-06-10"]);
});

test("a renewal that is lifted before its job came leaves nothing beyond the rule", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10"), call("2026-06-10", OTHER, "pbx")]);
  const made = await hold(fixture, "2026-07-31");
  const longer = await hold(fixture, "2026-07-31", OTHER);
  fixture.time.now = new Date("2026-06-25T10:00:00Z");
  for (const { caseId } of [made, longer]) {
    await renewCase(fixture.as("dpo"), renewal(caseId));
    await liftCase(fixture.as("dpo"), { caseId, reason: "Settled" });
    await settleCase(workOf(fixture), caseId);
  }
  assert.deepEqual(await days(fixture), []);
  assert.deepEqual(await days(fixture, OTHER), ["2026-06-10"], "its rule keeps it");
  fixture.time.now = new Date("2026-10-08T22:00:00Z");
  assert.deepEqual(await days(fixture, OTHER), [], "refused by the clock, although the renewal had said later");
});

test("a renewal that is lifted before its job came lets nobody live longer than their rule", async (t) => {
  const fixture = await house.beside(t);
  await fixture.store([call("2026-06-10", NUMBER, "pbx")]);
  const made = await hold(fixture, "2026-10-07");
  const lives = async () =>
    await fixture.db.keyring("owner").begin(async (tx) => {
      await tx.unsafe(`set local app.company_id = '${fixture.companyId}'`);
      const rows = await tx`select distinct s.live_until::text as day from keyring.subject s where s.class = 1`;
      return rows.map((row) => row["day"] as string);
    });
  fixture.time.now = new Date("2026-10-07T20:00:00Z");
  await renewCase(fixture.as("dpo"), renewal(made.caseId, "2026-12-31"));
  assert.deepEqual(await lives(), ["2027-01-01"]);
  await liftCase(fixture.as("dpo"), { caseId: made.caseId, reason: "Settled" });
  await settleCase(workOf(fixture), made.caseId);
  assert.deepEqual([await lives(), await days(fixture)], [["2026-10-09"], ["2026-06-10"]]);
});

test("a renewal that midnight overtakes, or that dies, promises nothing and keeps nothing", async (t) => {
  const fixture = await openPrivacyFixture(t);
  await fixture.store([call("2026-06-10"), call("2026-06-11", OTHER)]);
  const late = await hold(fixture, "2026-07-31");
  const killed = await hold(fixture, "2026-07-31", OTHER);
  fixture.time.now = BEFORE;
  const dies = dying(fixture.as("dpo"), "prolong_case_slices");
  await assert.rejects(renewCase(dies, renewal(killed.caseId)), { message: "killed" });
  const midnight = trapped(fixture.as("dpo"), { words: "prolong_case_slices" }, () => {
    fixture.time.now = AFTER;
  });
  await assert.rejects(renewCase(midnight, renewal(late.caseId)), { code: "conflict" });
  await purgeCompany(workOf(fixture));
  assert.deepEqual([await days(fixture), await days(fixture, OTHER)], [[], []]);
  await night(fixture);
  assert.deepEqual(await rawLines(fixture), []);
  assert.equal((await listCases(fixture.as("dpo"), { ended: true })).cases.length, 2);
});
